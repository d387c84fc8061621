"""Who sees which sessions and sittings, who is eligible, and what vignettes show by team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission, roles_with
from goldthread.clocks.models import ClockPolicy
from goldthread.clocks.queries import after
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.seeing import owned_or
from goldthread.domain.actions.terms import Status as ActionStatus
from goldthread.domain.learning.coaching.models import Answer, Proof, Session, Sitting
from goldthread.domain.learning.coaching.results import Results, by_team, counted, for_outside
from goldthread.domain.learning.coaching.terms import (
    FOLLOW_UP,
    MONTHS_SHOWN,
    SessionStatus,
    SittingStatus,
)
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.evidence.models import Item
from goldthread.instruments import queries as instruments
from goldthread.instruments.models import Instrument, InstrumentVersion
from goldthread.instruments.terms import Kind

READING = (Permission.COACHING_LEAD, Permission.INCIDENT_VIEW)
RESULTS = (Permission.COACHING_LEAD, Permission.MEASURES_VIEW)
STAFF = roles_with(Permission.INCIDENT_REPORT)
FOLLOW_UP_DAYS = 14  # where the organisation has no policy yet
MOST_ACTIONS = 100


def _at(units: frozenset[int]) -> Q:
    """Sessions for any of the units."""
    return Q(pk__in=Session.units.through.objects.filter(unit__in=units).values("session"))


def visible_to(user: User | None) -> QuerySet[Session]:
    """Sessions of units the person coaches or reads incidents of, and those they were at."""
    scope = scope_of(user)
    if scope.user is None:
        return Session.objects.none()
    placed = [scope.q(one) | _at(scope.units(one)) for one in READING]
    came = Q(attendance__person=scope.user, attendance__attended=True)
    own = Q(facilitator=scope.user) | Q(pk__in=Session.objects.filter(came).values("pk"))
    return Session.objects.filter(placed[0] | placed[1] | own)


def reads_all(user: User, session: Session) -> bool:
    """Whether the person sees everyone's answers, or only their own and the group's."""
    scope = scope_of(user)
    units = {unit.pk for unit in session.units.all()}
    return session.facilitator_id == user.pk or any(
        units & scope.units(permission) for permission in READING
    )


def answers_shown(session: Session, user: User) -> list[Answer]:
    """The answers this person may read."""
    rows = session.answers.select_related("question__scenario", "person", "recorded_by")
    if not reads_all(user, session):
        rows = rows.filter(Q(person__isnull=True) | Q(person=user))
    return list(rows)


def in_list(user: User) -> QuerySet[Session]:
    """Sessions the person may see with what a row shows, the latest first."""
    rows = visible_to(user).filter(status=SessionStatus.HELD)
    counts = {
        "eligible": Count("attendance", distinct=True),
        "came": Count("attendance", filter=Q(attendance__attended=True), distinct=True),
    }
    shown = rows.select_related("facilitator", "unit").prefetch_related("units")
    return shown.annotate(**counts).order_by("-held_at", "-pk")


def units_leading(user: User) -> QuerySet[Unit]:
    """Open units whose staff the person coaches, in the order of the tree."""
    return seen_units(user, Permission.COACHING_LEAD).filter(closed_on__isnull=True)


def leads(user: User) -> bool:
    """Whether the person coaches anywhere."""
    return scope_of(user).holds(Permission.COACHING_LEAD)


def may_lead(user: User, unit_ids: Iterable[int]) -> bool:
    """Whether the person coaches the staff of every one of the units."""
    held = scope_of(user).units(Permission.COACHING_LEAD)
    return all(pk in held for pk in unit_ids)


def coaches(organisation: Unit) -> QuerySet[User]:
    """Everyone who coaches anywhere in the organisation today, by name."""
    today = timezone.localdate()
    return (
        User.objects.filter(
            Q(grants__starts_on__isnull=True) | Q(grants__starts_on__lte=today),
            Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=today),
            grants__role__in=roles_with(Permission.COACHING_LEAD),
            organisation=organisation,
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )


def eligible(units: Iterable[Unit], *, on: dt.date | None = None) -> QuerySet[User]:
    """Staff who work at the units or below them on the day: active, in any role that reports."""
    day = on or timezone.localdate()
    below = Q(pk__in=[])
    for unit in units:
        below |= Q(grants__unit__path__startswith=unit.path)
    return (
        User.objects.filter(
            below,
            Q(grants__starts_on__isnull=True) | Q(grants__starts_on__lte=day),
            Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=day),
            Q(left_on__isnull=True) | Q(left_on__gte=day),
            grants__role__in=STAFF,
            is_active=True,
        )
        .distinct()
        .order_by("name", "pk")
    )


def came(session: Session) -> tuple[int, int]:
    """(attended, eligible), as it was on the day."""
    rows = list(session.attendance.values_list("attended", flat=True))
    return sum(rows), len(rows)


def using(scenario: Scenario, user: User) -> QuerySet[Session]:
    """Sessions that used a scenario, those the person may see, the latest first."""
    return in_list(user).filter(scenarios=scenario)


def proofs_of(session: Session) -> QuerySet[Proof]:
    """The evidence made from a session that still stands."""
    rows = session.proofs.filter(item__withdrawn_at__isnull=True)
    return rows.select_related("item", "action").order_by("used_at", "pk")


def sessions_behind(items: Iterable[Item], user: User) -> dict[int, Session]:
    """For each piece of evidence that came from a session the person may see, the session."""
    rows = Proof.objects.filter(item__in=[item.pk for item in items]).select_related("session")
    seen = set(
        visible_to(user)
        .filter(pk__in={row.session_id for row in rows})
        .values_list("pk", flat=True)
    )
    return {row.item_id: row.session for row in rows if row.session_id in seen}


def actions_to_prove(user: User, session: Session) -> QuerySet[Action]:
    """Agreed actions that the person may record work on, those of the session's units first."""
    scope = scope_of(user)
    held = owned_or(Permission.ACTION_WORK)(scope)
    rows = Action.objects.filter(
        held,
        status__in=(ActionStatus.AGREED, ActionStatus.COMPLETE),
        organisation=session.organisation_id,
    )
    return rows.select_related("incident").order_by("-pk")[:MOST_ACTIONS]


def rated(session: Session) -> QuerySet[User]:
    """People whose own answers were rated in the session."""
    mine = Answer.objects.filter(session=session, person__isnull=False)
    return User.objects.filter(pk__in=mine.values("person")).order_by("name")


def sittings_visible_to(user: User | None) -> QuerySet[Sitting]:
    """A person's own sittings, those they supervised, and those of the units they coach."""
    scope = scope_of(user)
    if scope.user is None:
        return Sitting.objects.none()
    own = Q(staff=scope.user) | Q(supervisor=scope.user)
    rows = Sitting.objects.filter(scope.q(Permission.COACHING_LEAD) | own)
    return rows.select_related("unit", "staff", "supervisor", "retest_of", "retest")


def own_sittings(user: User) -> QuerySet[Sitting]:
    """What the person sat themselves, the latest first."""
    rows = Sitting.objects.filter(staff=user).select_related("supervisor", "unit")
    return rows.order_by("-sat_at", "-pk")


def to_follow_up(user: User) -> QuerySet[Sitting]:
    """Sittings that were not safe and were not sat again, the first due first; not one's own."""
    rows = sittings_visible_to(user).filter(status=SittingStatus.FOLLOW_UP).exclude(staff=user)
    return rows.order_by("follow_up_by", "pk")


def vignettes(organisation_id: int) -> list[InstrumentVersion]:
    """The supervision vignettes in use, by name."""
    found = (
        instruments.in_use(organisation_id, row.code)
        for row in instruments.instruments_of(organisation_id).filter(kind=Kind.VIGNETTE)
    )
    return [version for version in found if version is not None]


def vignette_names(organisation_id: int) -> dict[str, str]:
    """The names of vignettes by their code, those no longer in use too."""
    rows = Instrument.objects.filter(organisation=organisation_id, kind=Kind.VIGNETTE)
    return dict(rows.values_list("code", "name"))


def usual_follow_up(organisation_id: int, since: dt.datetime) -> dt.date:
    """The day by which a follow-up is done under the organisation's policy."""
    rules = ClockPolicy.objects.filter(organisation=organisation_id, kind=FOLLOW_UP).first()
    if rules is None or rules.due_amount is None:
        return timezone.localdate(since) + dt.timedelta(days=FOLLOW_UP_DAYS)
    return timezone.localdate(after(since, rules.due_amount, rules.due_unit))


def results(user: User, *, now: dt.datetime | None = None) -> list[Results]:
    """Each vignette by team over the last twelve months, for the units the person may see.

    Readers outside, who see measures and no incidents, see whole quarters and no small numbers.
    """
    scope, now = scope_of(user), now or timezone.now()
    units = frozenset().union(*(scope.units(one) for one in RESULTS))
    outside = not any(map(scope.holds, READING))
    until = _quarter_began(now) if outside else now
    rows = Sitting.objects.filter(
        unit__in=units,
        organisation=user.organisation_id or 0,
        sat_at__gte=until - relativedelta(months=MONTHS_SHOWN),
        sat_at__lt=until,
    )
    sat: dict[str, list[tuple[int, int, bool]]] = {}
    found = rows.order_by("sat_at", "pk").values_list("code", "unit", "staff", "safe")
    for code, unit, staff, safe in found:
        sat.setdefault(code, []).append((unit, staff, safe))
    names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
    return [
        _results(version, names, sat.get(version.instrument.code, []), outside)
        for version in vignettes(user.organisation_id or 0)
    ]


def _results(
    version: InstrumentVersion,
    names: dict[int, str],
    sat: list[tuple[int, int, bool]],
    outside: bool,
) -> Results:
    standard = instruments.definition_of(version).standard
    made = Results(
        name=version.instrument.name,
        standard=standard.share if standard else None,
        standard_words=standard.words if standard else "",
        teams=by_team(names, sat),
        together=counted("Everyone tested", [(person, safe) for _, person, safe in sat]),
        outside=outside,
    )
    return for_outside(made, int(defaults.suppression()["fewer_than"])) if outside else made


def _quarter_began(now: dt.datetime) -> dt.datetime:
    day = timezone.localdate(now)
    first = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return timezone.make_aware(dt.datetime.combine(first, dt.time()))
