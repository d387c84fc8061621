"""Rules of the engagement log (ENG) and of letters (LET)."""

from __future__ import annotations

from typing import Any

from goldthread.domain.candour.models import Letter
from goldthread.domain.candour.rules import past, said
from goldthread.domain.candour.terms import Party
from goldthread.letters.merging import blanks
from goldthread.workflow.rules import Facts, rule


@rule(
    "ENG-01",
    "An engagement entry says who was engaged with, when and by whom",
    refusal="Say who it was with, when, and who spoke with them.",
    field="engaged_by",
)
def says_who_engaged(_: Any, facts: Facts) -> bool:
    if facts["party"] == Party.NOBODY:
        return True
    return bool(facts["party"] and facts.get("engaged_at") and facts.get("how")) and said(
        facts, "engaged_by"
    )


@rule(
    "ENG-02",
    "An engagement entry says what was said",
    refusal="Write down what they said, in their words where you can.",
    field="said",
)
def says_what_was_said(_: Any, facts: Facts) -> bool:
    return facts["party"] == Party.NOBODY or said(facts, "said")


@rule(
    "ENG-03",
    "Where nobody was engaged with, the reason is recorded",
    refusal="Say why nobody was engaged with, for example that nobody was affected.",
    field="not_engaged_because",
)
def says_why_nobody(_: Any, facts: Facts) -> bool:
    return facts["party"] != Party.NOBODY or said(facts, "not_engaged_because")


@rule(
    "ENG-04",
    "An engagement that is recorded has happened",
    refusal="This time is in the future. Check the day, month and year.",
    field="engaged_at",
)
def engagement_has_happened(_: Any, facts: Facts) -> bool:
    return past(facts.get("engaged_at"), facts)


@rule(
    "ENG-05",
    "A question is settled by an answer, or by the reason why there is none",
    refusal="Write the answer, or say why the question cannot be answered. Not both.",
    field="answer",
)
def answer_or_reason(_: Any, facts: Facts) -> bool:
    return said(facts, "answer") != said(facts, "unanswered_because")


@rule(
    "LET-01",
    "A letter is sent without blanks",
    refusal="The letter still has blanks.",
    field="text",
)
def letter_is_whole(letter: Letter, _: Facts) -> bool | str:
    if not letter.text.strip():
        return "The letter is empty."
    left = blanks(f"{letter.subject}\n{letter.text}")
    if not left:
        return True
    return f"The letter still has blanks. Fill in: {'; '.join(left)}."


@rule(
    "LET-02",
    "A sent letter does not change",
    refusal="This letter was sent and stays as it was. Write another if something is to be added.",
)
def letter_not_sent(letter: Letter, _: Facts) -> bool:
    return letter.sent_at is None


@rule(
    "LET-03",
    "A letter says to whom it goes and how",
    refusal="Say who the letter is to and how it was sent.",
    field="recipient",
)
def letter_has_recipient(letter: Letter, facts: Facts) -> bool:
    return bool(letter.recipient.strip() and facts.get("sent_how"))


@rule(
    "LET-05",
    "A letter on record as sent has been sent",
    refusal="This day is in the future. Record the letter as sent when it has gone.",
    field="sent_on",
)
def letter_has_gone(_: Letter, facts: Facts) -> bool:
    return past(facts["sent_at"], facts)


@rule(
    "LET-04",
    "A template uses only fields that the product can name",
    refusal="The template uses a field that is not in the list.",
    field="body",
)
def template_fields_known(_: Any, facts: Facts) -> bool | str:
    unknown = facts["unknown"]
    if not unknown:
        return True
    listed = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
    return f"These fields are not in the list of fields: {listed}. Check their spelling."


ENGAGEMENT_RULES = (
    says_who_engaged,
    says_what_was_said,
    says_why_nobody,
    engagement_has_happened,
)
