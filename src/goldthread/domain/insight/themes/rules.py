"""Rules of found themes. THM."""

from __future__ import annotations

from goldthread.domain.insight.themes.models import FoundTheme
from goldthread.domain.insight.themes.terms import FEWEST_TO_SPLIT
from goldthread.workflow.rules import Facts, rule


@rule(
    "THM-01",
    "A found theme has a name",
    refusal="Give the theme a name that tells people what it is about.",
    field="name",
)
def has_name(_: FoundTheme, facts: Facts) -> bool:
    return bool(facts["name"].strip())


@rule(
    "THM-02",
    "A found theme is merged into another one that is in use",
    refusal="Choose another theme of this list to merge it into.",
    field="into",
)
def merges_into_another(theme: FoundTheme, facts: Facts) -> bool:
    into = facts["into"]
    return (
        into is not None
        and into.pk != theme.pk
        and into.retired_on is None
        and into.organisation_id == theme.organisation_id
    )


@rule(
    "THM-03",
    "A found theme that is split has ten accounts or more",
    refusal="There are too few accounts in this theme to tell two kinds of them apart: "
    f"it takes {FEWEST_TO_SPLIT}.",
)
def enough_to_split(_: FoundTheme, facts: Facts) -> bool:
    return len(facts["accounts"]) >= FEWEST_TO_SPLIT
