"""Plans in scope, what their rounds show, repeats since the change, and the figures of row 54."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, IncidentTheme
from goldthread.domain.incidents.queries import within
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.domain.verification.frames import CASE, Frame
from goldthread.domain.verification.measured import Need as Need
from goldthread.domain.verification.measured import amendments as amendments
from goldthread.domain.verification.measured import effects_visible as effects_visible
from goldthread.domain.verification.measured import latest_effect as latest_effect
from goldthread.domain.verification.measured import live_on as live_on
from goldthread.domain.verification.measured import registered_late as registered_late
from goldthread.domain.verification.measured import registration_of as registration_of
from goldthread.domain.verification.measured import what_it_needs as what_it_needs
from goldthread.domain.verification.models import Case, Conclusion, Plan, Round
from goldthread.domain.verification.results import Result, result
from goldthread.domain.verification.terms import FrameSource, Outcome, RoundKind, Status
from goldthread.workflow.refusals import Refusal


def visible_to(user: User) -> QuerySet[Plan]:
    """Plans of incidents the person may open."""
    mine = Q(verifier=user) & within(Permission.INCIDENT_ADD, "incident__")(scope_of(user))
    seen = within(Permission.INCIDENT_VIEW, "incident__")(scope_of(user))
    return Plan.objects.filter(mine | seen).distinct()


def of_incident(incident: Incident) -> QuerySet[Plan]:
    """The plans on one golden thread."""
    return Plan.objects.filter(incident=incident).select_related("action", "verifier")


def with_page(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """Everything the plan's page shows, in few queries."""
    return plans.select_related(
        "action__owner", "incident", "verifier", "unit", "instrument_version__instrument"
    ).prefetch_related("rounds__cases__response", "conclusions__concluded_by")


def rounds_visible_to(user: User) -> QuerySet[Round]:
    """Rounds of plans the person may see, with their cases and responses."""
    return (
        Round.objects.filter(plan__in=visible_to(user))
        .select_related(
            "plan__action", "plan__incident", "plan__unit", "plan__instrument_version", "drawn_by"
        )
        .prefetch_related("cases__response")
    )


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases of plans the person may see."""
    return Case.objects.filter(round__plan__in=visible_to(user)).select_related(
        "round__plan__action", "round__plan__instrument_version", "response"
    )


def in_state(plans: QuerySet[Plan], state: str) -> QuerySet[Plan]:
    """The plans still to be concluded (`open`), those concluded (`done`), or all."""
    if state == "open":
        plans = plans.filter(status__in=[Status.PLANNED, Status.RUNNING])
    elif state == "done":
        plans = plans.exclude(status__in=[Status.PLANNED, Status.RUNNING])
    return plans.exclude(action__status="withdrawn").order_by("-status", "planned_at", "pk")


def next_round(plan: Plan) -> Round | None:
    """The round to be done next."""
    waiting = [row for row in plan.rounds.all() if row.done_at is None and row.cycle == plan.cycle]
    return min(waiting, key=lambda row: row.due_on, default=None)


def rounds_of(plan: Plan, kind: str | None = None, cycle: int | None = None) -> list[Round]:
    """The rounds of a cycle (the present one unless told), in order."""
    cycle = plan.cycle if cycle is None else cycle
    return [
        row
        for row in plan.rounds.all()
        if row.cycle == cycle and (kind is None or row.kind == kind)
    ]


def baseline_of(plan: Plan) -> Round | None:
    """The baseline: measured once, whatever the cycle."""
    found = [row for row in plan.rounds.all() if row.kind == RoundKind.BASELINE]
    return found[0] if found else None


def result_of(rounds: list[Round], standard: float) -> Result:
    """The cases of one or more rounds taken together."""
    marks = [
        case.response.passes
        for row in rounds
        for case in row.cases.all()
        if case.response is not None and case.response.passes is not None
    ]
    whole = bool(rounds) and all(_whole_list(row) for row in rounds)
    return result(marks.count(True), len(marks), standard, whole_list=whole)


def _whole_list(row: Round) -> bool:
    """Whether every case on the list, exclusions aside, was checked."""
    cases = list(row.cases.all())
    frame = row.frame_size - len(row.excluded)
    return bool(frame) and len(cases) == frame and all(c.response is not None for c in cases)


def result_now(plan: Plan) -> Result:
    """What the rounds after the change show, in the present cycle."""
    return result_of(rounds_of(plan, RoundKind.ROUND), float(plan.standard))


def open_cases(row: Round) -> list[Case]:
    """Cases still to be checked."""
    return [
        case
        for case in row.cases.all()
        if case.response_id is None and not case.unavailable_because
    ]


def standing_of(row: Round, today: dt.date | None = None) -> str:
    """`done`, `late` or `due`, from the round's times."""
    if row.done_at is not None:
        return "done"
    return "late" if (today or timezone.localdate()) > row.due_on else "due"


@dataclass(frozen=True)
class Repeats:
    """Incidents of the same themes in the same service, before and after the change.

    The two windows are equally long: `days` before completion and `days` since.
    """

    before: int
    since: int
    days: int


def repeats_of(plan: Plan, at: dt.datetime | None = None) -> Repeats:
    """Repeats around the completion of the action (row 55: judged apart from practice)."""
    at = at or timezone.now()
    changed = plan.action.completed_at
    if changed is None:
        return Repeats(0, 0, 0)
    span = max(at - changed, dt.timedelta(days=1))
    return Repeats(
        before=_same_kind(plan, changed - span, changed),
        since=_same_kind(plan, changed, at),
        days=span.days,
    )


@dataclass(frozen=True)
class CountedHere:
    """Incidents of the same themes in the same service, in the windows of the registered measure.

    Months are of 30.4 days.
    """

    before: int
    months_before: float
    since: int
    months_since: float


def counted_here(plan: Plan, until: dt.date) -> CountedHere | None:
    """What the product itself counted, up to the end of `until`; None without windows."""
    need = what_it_needs(plan)
    if need is None or need.after_from is None or until <= need.after_from:
        return None
    first, second = (need.baseline_from, need.baseline_until), (need.after_from, until)
    return CountedHere(
        _same_kind(plan, _begin(first[0]), _begin(first[1] + dt.timedelta(days=1))),
        _months(*first),
        _same_kind(plan, _begin(second[0]), _begin(second[1] + dt.timedelta(days=1))),
        _months(*second),
    )


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _months(first: dt.date, last: dt.date) -> float:
    return round(((last - first).days + 1) / (365.25 / 12), 1)


def _same_kind(plan: Plan, since: dt.datetime, until: dt.datetime) -> int:
    themes = IncidentTheme.objects.filter(incident=plan.incident).values("theme")
    same = IncidentTheme.objects.filter(theme__in=themes).values("incident")
    return (
        Incident.objects.filter(
            unit_id=plan.unit_id, reported_at__gt=since, reported_at__lte=until, pk__in=same
        )
        .exclude(pk=plan.incident_id)
        .exclude(status=IncidentStatus.WITHDRAWN)
        .count()
    )


def latest_conclusion(plan: Plan) -> Conclusion | None:
    """The last two verdicts given."""
    return plan.conclusions.order_by("-concluded_at", "-pk").first()


def all_concluded(incident: Incident) -> bool:
    """Whether the learning is verified: every plan whose action still counts is effective."""
    plans = of_incident(incident).exclude(action__status="withdrawn")
    superseded = Exists(Action.objects.filter(replaces=OuterRef("action")))
    counted = plans.exclude(superseded)
    states = [(plan.status, plan.action.status) for plan in counted]
    held = {Status.CONCLUDED, Status.SUSTAINED}
    return bool(states) and all(s in held and a == "verified" for s, a in states)


def frame_from_incidents(plan: Plan, user: User, since: dt.date, until: dt.date) -> Frame:
    """A list from the product: the service's incidents of the plan's themes between two days."""
    scope = within(Permission.INCIDENT_VIEW)(scope_of(user))
    themes = IncidentTheme.objects.filter(incident=plan.incident).values("theme")
    same = IncidentTheme.objects.filter(theme__in=themes).values("incident")
    found = (
        Incident.objects.filter(scope, unit__path__startswith=plan.unit.path, pk__in=same)
        .filter(reported_at__date__gte=since, reported_at__date__lte=until)
        .exclude(status=IncidentStatus.WITHDRAWN)
        .order_by("reported_at", "pk")
        .values_list("reference", "unit__name")
    )
    rows = tuple({CASE: reference, "team": team} for reference, team in found)
    words = f"Incidents of the same themes reported from {since} to {until}"
    return Frame(rows, FrameSource.QUERIED, words)


@dataclass(frozen=True)
class Funnel:
    """Row 54: of the actions agreed, how many have a plan, were checked, and passed."""

    agreed: int
    planned: int
    checked: int
    passed: int


def funnel(user: User) -> Funnel:
    """The figures of row 54 over the actions the person sees."""
    scope = within(Permission.INCIDENT_VIEW, "incident__")(scope_of(user))
    counts = (
        Action.objects.filter(scope)
        .exclude(status__in=["proposed", "withdrawn"])
        .aggregate(
            agreed=Count("pk", distinct=True),
            planned=Count("verification", distinct=True),
            checked=Count("verification__conclusions__plan", distinct=True),
            passed=Count("pk", filter=Q(status="verified"), distinct=True),
        )
    )
    return Funnel(**counts)


@dataclass(frozen=True)
class Stage:
    """The verification of an incident in one line of its thread.

    `standing` is none, open or done; done means that every plan that counts is concluded, and
    `proven` that each was found effective. `missing` says what keeps the incident from closing.
    """

    standing: str
    state: str
    owner: str
    proven: bool
    missing: tuple[Refusal, ...]
    link: str


def stage_facts(incident: Incident) -> Stage:
    """The stage's facts, in two queries. Withdrawn and superseded actions are left out."""
    taken_over = Action.objects.filter(replaces=OuterRef("action")).exclude(status="withdrawn")
    plans = of_incident(incident).exclude(action__status="withdrawn").exclude(Exists(taken_over))
    rows = list(plans.prefetch_related("conclusions").order_by("pk"))
    gaps = [gap for gap in map(_gap, rows) if gap is not None]
    waiting = [row for row in rows if row.status in (Status.PLANNED, Status.RUNNING)]
    next_up = next(iter(waiting), None)
    link = f"/verification/{rows[0].pk}/" if len(rows) == 1 else "/verification/"
    return Stage(
        standing="none" if not rows else "open" if waiting else "done",
        state=_stage_words(rows, waiting, gaps),
        owner=next_up.verifier.name if next_up and next_up.verifier else "",
        proven=bool(rows) and not gaps,
        missing=tuple(gaps),
        link=link if rows else "",
    )


def _stage_words(rows: list[Plan], waiting: list[Plan], gaps: list[Refusal]) -> str:
    if not rows:
        return "Nothing to verify yet"
    if all(row.status == Status.PLANNED for row in rows):
        return "Planned"
    if waiting:
        return f"{len(rows) - len(waiting)} of {len(rows)} concluded"
    return "Not shown to be effective" if gaps else "Verified"


def _gap(plan: Plan) -> Refusal | None:
    """What still keeps this plan from counting as verified, or None."""
    title = plan.action.title
    if plan.status == Status.PLANNED:
        words = f"“{title}” is checked once it is implemented and communicated."
        return Refusal("VER-16", words)
    if plan.status == Status.RUNNING:
        return Refusal("VER-08", f"“{title}” is being checked and has no verdict yet.")
    latest = max(plan.conclusions.all(), key=lambda row: (row.concluded_at, row.pk), default=None)
    if plan.status == Status.RELAPSED:
        return Refusal("VER-11", f"“{title}” worked and has relapsed. Decide what follows.")
    if latest is None or latest.outcome != Outcome.EFFECTIVE:
        return Refusal("VER-11", f"“{title}” is not shown to be effective. Decide what follows.")
    return None
