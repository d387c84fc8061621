"""The register as it stood on a day, worked out from dates and decisions that never change.

A snapshot taken late, and a measure counted again, say what was true on the day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from goldthread.clocks.calendar import end_of
from goldthread.domain.registers.restrictions.models import Decision, Restriction
from goldthread.domain.registers.restrictions.terms import Scale, Status, Verdict


@dataclass(frozen=True)
class Standing:
    """One restriction in force at the end of a day, without a name."""

    reference: str
    person: str
    unit: int
    team: str
    words: str
    domains: tuple[str, ...]
    scale: str
    safeguarding: bool
    started_on: str
    review_on: str
    overdue: bool
    days: int
    reviews: int
    reduced: int
    last_verdict: str
    risk: str


def register_on(organisation_id: int, day: dt.date) -> list[Standing]:
    """Every restriction of the organisation in force at the end of `day`, by reference."""
    return [_standing(row, day) for row in in_force_on(organisation_id, day)]


def in_force_on(organisation_id: int, day: dt.date) -> QuerySet[Restriction]:
    """The restrictions themselves, each with its decisions."""
    moment = end_of(day)
    return (
        Restriction.objects.filter(
            Q(ended_at__isnull=True) | Q(ended_at__gt=moment),
            organisation=organisation_id,
            in_force_at__lte=moment,
            started_on__lte=day,
        )
        .select_related("unit", "person")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.order_by("decided_at", "pk")), "alternatives"
        )
        .order_by("reference")
    )


def reviews_due(
    organisation_id: int, first: dt.date, until: dt.date, today: dt.date
) -> Iterator[tuple[int, bool]]:
    """(unit, whether it was made by its date) of each review that fell due between two days.

    One still missing is not in time; on its own day it is not yet late, and is left out.
    """
    made = Decision.objects.filter(
        restriction__organisation=organisation_id, was_due_on__range=(first, until)
    )
    for unit, due, at in made.values_list("restriction__unit", "was_due_on", "decided_at"):
        if due is not None:
            yield unit, timezone.localdate(at) <= due
    waiting = Restriction.objects.filter(
        organisation=organisation_id,
        status=Status.IN_FORCE,
        review_on__gte=first,
        review_on__lte=until,
        review_on__lt=today,
    )
    for unit in waiting.values_list("unit", flat=True):
        yield unit, False


def review_on_at(restriction: Restriction, made: list[Decision]) -> dt.date | None:
    """The review date that held after these decisions."""
    return made[-1].next_review_on if made else restriction.first_review_on


def _standing(row: Restriction, day: dt.date) -> Standing:
    now = timezone.now()
    moment = now if day == timezone.localdate(now) else end_of(day)
    made = [one for one in row.decisions.all() if one.decided_at <= moment]
    later = [one for one in row.decisions.all() if one.decided_at > moment]
    review_on, verdicts = review_on_at(row, made), _tally(made)
    authorised = row.authorised_at is not None and row.authorised_at <= moment
    late_record = row.record_due_at is not None and row.record_due_at < moment
    overdue = (review_on is not None and review_on < day) if authorised else late_record
    return Standing(
        reference=row.reference,
        person=row.person.reference,
        unit=row.unit_id,
        team=row.unit.name,
        words=later[0].words_before if later else row.words,
        domains=tuple(row.domains.split(",")),
        scale=row.scale,
        safeguarding=row.safeguarding_action_id is not None,
        started_on=row.started_on.isoformat(),
        review_on=review_on.isoformat() if review_on and authorised else "",
        overdue=overdue,
        days=(day - row.started_on).days,
        reviews=len(made),
        reduced=verdicts[Verdict.REDUCE],
        last_verdict=made[-1].verdict if made else "",
        risk=made[-1].risk if made else "",
    )


def _tally(made: list[Decision]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for one in made:
        found[one.verdict] += 1
    return found


def is_blanket(standing: Standing) -> bool:
    """Whether it holds for everyone in a place."""
    return standing.scale == Scale.BLANKET
