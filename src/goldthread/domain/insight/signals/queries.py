"""Signals in scope, where they stand, and whether found evidence is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import F, Q, QuerySet

from goldthread.access.models import User
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.incidents.terms import Tier
from goldthread.domain.insight.signals.models import Signal, SignalIncident
from goldthread.domain.insight.signals.terms import ANSWERABLE, TAKES_MORE, Status, Way
from goldthread.domain.reviews.models import Review
from goldthread.domain.reviews.queries import visible_to as reviews_visible_to

RECORD_TYPE = "signals.signal"


def within(permission: Permission) -> Callable[[Scope], Q]:
    """The policy: signals of units where the person holds `permission`.

    A signal that rests on a restricted incident is kept from everyone that incident is kept from,
    number and all, so that nobody learns from it that there is one.
    """

    def policy(scope: Scope) -> Q:
        own = Q(incident__isnull=True) | not_kept_from(scope, "incident__")
        restricted = SignalIncident.objects.filter(incident__restricted=True)
        kept = restricted.exclude(not_kept_from(scope, "incident__"))
        return scope.q(permission) & own & ~Q(pk__in=kept.values("signal"))

    return policy


def visible_to(user: User | None) -> QuerySet[Signal]:
    """The signals a person may open, in no order."""
    return Signal.objects.filter(within(Permission.SIGNAL_VIEW)(scope_of(user)))


def may_decide(user: User, signal: Signal) -> bool:
    """Whether the person may accept or dismiss the signal."""
    return allows(signal, within(Permission.SIGNAL_DECIDE)(scope_of(user)))


def in_list(signals: QuerySet[Signal], *, status: str = "", kind: str = "") -> QuerySet[Signal]:
    """Signals of a status and kind with what a list shows, the newest first."""
    if status:
        signals = signals.filter(status=status)
    if kind:
        signals = signals.filter(kind=kind)
    shown = signals.select_related("unit", "theme", "action", "incident", "decided_by")
    return shown.order_by("-raised_at", "-pk")


def with_page(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Everything the page of a signal shows of the signal itself."""
    return signals.select_related(
        "unit",
        "theme",
        "action__owner",
        "plan",
        "incident",
        "review__incident",
        "decided_by",
        "earlier__decided_by",
    )


def open_on_action(user: User, action: Action) -> QuerySet[Signal]:
    """Open signals about an action; no query for those who see none."""
    return _open(user, Q(action=action))


def open_on_incident(user: User, incident: Incident) -> QuerySet[Signal]:
    """Open signals that rest on an incident, or on an action of its thread; as above."""
    resting = SignalIncident.objects.filter(incident=incident).values("signal")
    return _open(user, Q(pk__in=resting) | Q(incident=incident))


def _open(user: User, about: Q) -> QuerySet[Signal]:
    """Open signals about something. Most things have none: a short question is asked first."""
    if not scope_of(user).holds(Permission.SIGNAL_VIEW):
        return Signal.objects.none()
    numbers = list(Signal.objects.filter(about, status=Status.OPEN).values_list("pk", flat=True))
    if not numbers:
        return Signal.objects.none()
    return in_list(visible_to(user).filter(pk__in=numbers))


def incidents_behind(user: User, signal: Signal) -> QuerySet[Incident]:
    """The incidents the signal rests on that the person may open, newest first."""
    seen = incidents_visible_to(user).filter(signal_links__signal=signal)
    return seen.select_related("unit", "category").order_by("-reported_at", "-pk")


def ways_of(user: User, signal: Signal, *, joinable: bool) -> list[Way]:
    """What may follow from the signal now, for this person; `joinable` when a review is open."""
    ways = []
    if signal.action is not None and signal.action.status in ANSWERABLE:
        ways += [Way.REOPEN, Way.STRONGER]
    anchor = signal.incident is not None
    if anchor or incidents_behind(user, signal).exists():
        ways += [Way.NEW_REVIEW, *([Way.JOIN_REVIEW] if joinable else [])]
    return [*ways, Way.FOLLOW_UP]


def reviews_to_join(user: User, signal: Signal) -> QuerySet[Review]:
    """Thematic reviews of the organisation that still take incidents, newest first."""
    found = reviews_visible_to(user).filter(
        organisation=signal.organisation_id,
        tier=Tier.THEMATIC,
        status__in=TAKES_MORE,
    )
    return found.select_related("incident", "unit", "lead").order_by("-planned_at", "-pk")


def last_on(organisation_id: int, subjects: Iterable[str]) -> dict[str, Signal]:
    """The newest signal on each subject that has any."""
    found: dict[str, Signal] = {}
    rows = Signal.objects.filter(organisation=organisation_id, subject__in=list(subjects))
    for signal in rows.select_related("theme").order_by(F("raised_at").asc(), "pk"):
        found[signal.subject] = signal
    return found


def is_new(since: object, weight: int, last: Signal | None) -> bool:
    """Whether evidence is new after the last signal on its subject, which is not open.

    It is when there is more of it than there was then, or when it begins after all of that ended.
    """
    return last is None or weight > last.weight or since > last.until  # type: ignore[operator]
