"""What stands before or after a name and gives it away; patterns for the text beside a run."""

from __future__ import annotations

import re

AGE_AFTER = re.compile(
    r",?\s*\(?\s*(?:then |was |who was |who is |is )?(?:aged?\b|\d{1,3}[ -]years?\b|a \d{1,3}[ -]year|"
    r"(?:d\.?o\.?b|date of birth|born)\b)",
    re.I,
)
NAMED_BEFORE = re.compile(
    r"(?:\bdeaths? of|\bnamed|\bname (?:is|was|of)|\bknown as|\bcalled|\btouching|\bbody of|\blife of|\bupon|"
    r"\d[ -]year[ -]old|\bthe late|\bcare of|\bdeceased,?|\btreatment of|\binvestigations? into|\binquests? into)[:,]?\s+(?:[A-Za-z]\.\s*)?$",
    re.I,
)
PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|from|towards?|via|outside|between|into|through|around|across|the|St\.?|Saint|"
    r"Queen|King|Prince|Princess|Royal|HMP|of)\s+$"
)
SAINT_BEFORE = re.compile(
    r"\b(?:St\.?|Saint|Queen|King|Prince|Princess|Royal|HMP|Duke|Our Lady)\s+$"
)
STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;•–\n-]\s*|\n\s*|\)\s*|\d\.?\s*)[\"“‘'(]?\s*$")
DEATH_AFTER = re.compile(
    r"['’]s?\s+(?:tragic |sad |untimely )?(?:death|mother|father|family|mum|dad|parents|wife|husband)\b"
)
ACTS_AFTER = re.compile(
    r"\s+(?:was|had|has|is|did|would|could|himself|herself|who|then|also|first|later|sadly|never|often|[a-z]+ed|went|told|"
    r"said|took|left|came|gave|made|felt|began|drove|fell|ran|lost|kept|got|saw|spent)\b"
)
# Endings of ordinary words, for a lone capitalised word that no list knows.
ORDINARY_ENDING = re.compile(
    r"(?:tion|sion|ment|ness|ity|ology|itis|a?emia|osis|oxic|ance|ence|ship|ics|ism|ists?|ings?|ated|ised|ized|ous|ible|able)s?$",
    re.I,
)
OWNS_AFTER = re.compile(r"['’]s\s+[a-z]")
BEFORE_A_PERSON = re.compile(
    r"\b(?:that|when|because|if|whether|by|with|to|for|and|as|while|whilst|after|before|on|asked|saw|told|found|left|visited|"
    r"rang|called|met|took|advised)\s+$"
)
BEFORE_A_THING = re.compile(
    r"\b(?:the|a|an|in|at|near|from|this|that's|of|our|their|via|using)\s+$", re.I
)
LISTED_BEFORE = re.compile(r"(?:,|;|,? and|,? &|\(\d\))\s+$")
