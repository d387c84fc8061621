"""Who is in the high-risk cohort, who was when it was frozen, and the crisis log."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation.models import (
    Cohort,
    CohortDefinition,
    CohortMember,
    Crisis,
    Observation,
    RiskFlag,
)
from goldthread.domain.registers.escalation.terms import LATE_STAGES, CrisisStatus, Status
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.people.terms import Status as PersonStatus


@dataclass(frozen=True)
class Member:
    """Someone in the cohort, and which criteria put them there."""

    person: Person
    because: str


def definitions(organisation_id: int) -> QuerySet[CohortDefinition]:
    """Every definition, the newest first."""
    rows = CohortDefinition.objects.filter(organisation_id=organisation_id)
    return rows.select_related("made_by").order_by("-number")


def definition_of(organisation_id: int) -> CohortDefinition:
    """The definition in force."""
    return definitions(organisation_id)[0]


def in_cohort(unit: Unit, definition: CohortDefinition, at: dt.datetime) -> list[Member]:
    """Who meets the definition at `at`, at the unit and below it, by reference."""
    seen = _indicators_met(unit, definition, at)
    enough = {pk: names for pk, names in seen.items() if len(names) >= definition.indicators}
    flagged: set[int] = set()
    if definition.flagged_too:
        flagged = set(_flags_at(unit, at).values_list("person_id", flat=True))
    people = Person.objects.filter(
        pk__in=enough.keys() | flagged, status=PersonStatus.CURRENT
    ).select_related("unit")
    return [
        Member(one, _because(enough.get(one.pk, []), one.pk in flagged))
        for one in people.order_by("reference")
    ]


def _indicators_met(
    unit: Unit, definition: CohortDefinition, at: dt.datetime
) -> dict[int, list[str]]:
    """For each person the indicators whose threshold was met in the window, as they are called."""
    rows = Observation.objects.filter(
        threshold_met=True,
        observed_at__gt=at - dt.timedelta(days=definition.days),
        observed_at__lte=at,
        episode__person__unit__path__startswith=unit.path,
    ).exclude(episode__status=Status.WITHDRAWN)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    names = ("episode__person", "version__indicator", "version__name")
    for person, indicator, name in rows.order_by("observed_at").values_list(*names):
        found[person][indicator] = name  # a renamed indicator is still one
    return {person: sorted(called.values()) for person, called in found.items()}


def _flags_at(unit: Unit, at: dt.datetime) -> QuerySet[RiskFlag]:
    running = Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    return RiskFlag.objects.filter(
        running, flagged_at__lte=at, person__unit__path__startswith=unit.path
    )


def _because(names: list[str], flagged: bool) -> str:
    parts = [f"{len(names)} indicators: {', '.join(names)}"] if names else []
    return "; ".join([*parts, "flagged by a senior"] if flagged else parts)


def frame_text(members: Iterable[Member]) -> str:
    """The list as it is frozen: references, teams and criteria, never names."""
    rows = [
        {"case": one.person.reference, "team": one.person.unit.name, "because": one.because}
        for one in members
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def cohorts_visible_to(user: User) -> QuerySet[Cohort]:
    """Frozen cohorts of the teams whose escalation the user reads, the newest first."""
    rows = Cohort.objects.filter(scope_of(user).q(Permission.ESCALATION_SEE))
    return rows.select_related("unit", "definition", "frozen_by").order_by("-frozen_at", "-pk")


def frozen_rows(cohort: Cohort) -> list[dict[str, str]]:
    """The list as it was frozen."""
    return list(json.loads(cohort.frame))


def flags_of(person: Person) -> QuerySet[RiskFlag]:
    """Flags of a person, the newest first."""
    rows = RiskFlag.objects.filter(person=person).select_related("flagged_by", "ended_by")
    return rows.order_by("-flagged_at", "-pk")


def crises_visible_to(user: User) -> QuerySet[Crisis]:
    """Crises of the teams whose escalation the user reads, the newest first."""
    rows = Crisis.objects.filter(
        scope_of(user).q(Permission.ESCALATION_SEE), status=CrisisStatus.RECORDED
    )
    return rows.select_related("unit", "person", "episode").order_by("-happened_at", "-pk")


def crises_of(person: Person) -> QuerySet[Crisis]:
    """The crises of a person, the newest first."""
    rows = Crisis.objects.filter(person=person, status=CrisisStatus.RECORDED)
    return rows.select_related("episode").order_by("-happened_at", "-pk")


def members_in(organisation_id: int, month: dt.date) -> dict[int, int]:
    """Whose crises are counted in a month: person → the unit they are counted at.

    For each unit the cohort counts that was last frozen of those that count from this month or
    before. A person in several is counted once, so that person-months are of people.
    """
    return members_by_month(organisation_id, [month])[month]


def members_by_month(
    organisation_id: int, months: Sequence[dt.date]
) -> dict[dt.date, dict[int, int]]:
    """The same of several months, in two queries however many they are."""
    if not months:
        return {}
    cohorts = list(
        Cohort.objects.filter(
            organisation_id=organisation_id, counts_from_on__lte=max(months)
        ).order_by("counts_from_on", "frozen_at", "pk")
    )
    members: dict[int, list[tuple[int, int]]] = {}
    rows = CohortMember.objects.filter(cohort__in=cohorts).order_by("pk")
    for cohort, person, unit in rows.values_list("cohort_id", "person_id", "unit_id"):
        members.setdefault(cohort, []).append((person, unit))
    found: dict[dt.date, dict[int, int]] = {}
    for month in months:
        counted = {one.unit_id: one.pk for one in cohorts if one.counts_from_on <= month}
        of_month = found.setdefault(month, {})
        for cohort in sorted(counted.values(), reverse=True):
            for person, unit in members.get(cohort, ()):
                of_month.setdefault(person, unit)
    return found


def late_crises(organisation_id: int, begins: dt.datetime, ends: dt.datetime) -> QuerySet[Crisis]:
    """Crises between two times in which escalation came late."""
    return Crisis.objects.filter(
        organisation_id=organisation_id,
        status=CrisisStatus.RECORDED,
        happened_at__gte=begins,
        happened_at__lt=ends,
        stage__in=LATE_STAGES,
    )
