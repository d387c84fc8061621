"""Rules of packs. PCK."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.analytics.months import in_words
from goldthread.domain.governance.packs.terms import MOST_WORDS
from goldthread.workflow.rules import Facts, rule


@rule(
    "PCK-01",
    "A pack covers days that are over",
    refusal="These days are not over yet.",
    field="period",
)
def days_are_over(pack: Any, facts: Facts) -> bool | str:
    if pack.incident_id is not None or pack.until < timezone.localdate(facts["at"]):
        return True
    return (
        f"These days are over after {in_words(pack.until)}. Choose an earlier period, "
        "or come back then."
    )


@rule(
    "PCK-02",
    "A pack names no incident that is kept to some",
    refusal="This incident is restricted to named people. Everyone who may open packs would read "
    "of it: no pack is made of it.",
    field="incident",
)
def incident_is_not_restricted(pack: Any, _: Facts) -> bool:
    return pack.incident is None or not pack.incident.restricted


@rule(
    "PCK-03",
    "The words of a section are written for a section that is there",
    refusal="This section is not in the pack any more. Open the pack again.",
    field="",
)
def section_is_there(pack: Any, facts: Facts) -> bool:
    return any(section["code"] == facts["section"] for section in pack.content)


@rule(
    "PCK-04",
    "The words of a section are no longer than a section can hold",
    refusal=f"Keep the words of a section below {MOST_WORDS:,} characters.",
    field="words",
)
def words_fit(_: Any, facts: Facts) -> bool:
    return len(facts["words"]) <= MOST_WORDS


@rule(
    "PCK-05",
    "A pack is frozen on the day its figures were taken",
    refusal="The figures are older than today. Bring them up to date and read them again first.",
    field="",
)
def figures_are_of_today(pack: Any, facts: Facts) -> bool | str:
    taken = timezone.localdate(pack.assembled_at)
    if taken == timezone.localdate(facts["at"]):
        return True
    return (
        f"The figures were taken on {in_words(taken)}. Bring them up to date and read them again, "
        "then freeze the pack."
    )


@rule(
    "PCK-06",
    "A pack for readers outside names nobody",
    refusal="Words of this pack name someone. Take the name out first: readers outside see it.",
    field="",
)
def words_name_nobody(_: Any, facts: Facts) -> bool | str:
    places = facts["names"]
    if not places:
        return True
    return (
        f"This pack is read outside, and its words may name someone: {'; '.join(places)}. "
        "Take that out, then freeze it."
    )


@rule(
    "PCK-07",
    "Discarding a draft says why",
    refusal="Say why the draft is thrown away, for whoever looks for it later.",
    field="reason",
)
def discarding_says_why(_: Any, facts: Facts) -> bool:
    return bool(facts["reason"].strip())


@rule(
    "PCK-08",
    "A pack names only incidents that everyone who may open packs may read of",
    refusal="Since the figures were taken, an incident in this pack was restricted to named "
    "people. Bring the figures up to date: it drops out.",
    field="",
)
def nothing_restricted_meanwhile(_: Any, facts: Facts) -> bool:
    return not facts["restricted"]


@rule(
    "PCK-09",
    "A pack takes the place of a frozen one of the same kind, unit and days",
    refusal="This pack was frozen for other days. Only a pack of the same kind, unit and days can "
    "take its place.",
    field="",
)
def replaces_its_like(pack: Any, facts: Facts) -> bool:
    new = facts["by_pack"]
    mine = (pack.kind, pack.unit_id, pack.since, pack.incident_id, pack.theme_id)
    return mine == (new.kind, new.unit_id, new.since, new.incident_id, new.theme_id)
