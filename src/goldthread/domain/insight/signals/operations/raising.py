"""Making a signal of what was found, unless it was said before."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.analytics.months import in_words
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import policies
from goldthread.domain.insight.signals import transitions as moves
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.models import Signal, SignalIncident
from goldthread.domain.insight.signals.queries import is_new, last_on
from goldthread.domain.insight.signals.terms import CLOCK, LOOKS, Kind, Status
from goldthread.workflow.operations import perform, start

LINKED_AT_ONCE = 1000


def raise_found(
    found: Found, *, organisation: Unit, last: Signal | None = None, at: dt.datetime | None = None
) -> Signal | None:
    """Raise a signal, let an open repeat grow, or do nothing because it was said before.

    `last` is the newest signal on the subject, where the caller has looked already. Returns the
    signal that was raised or has grown. Two runs at once raise it once.
    """
    at = at or timezone.now()
    last = last or last_on(organisation.pk, [found.subject]).get(found.subject)
    if last is not None and last.status == Status.OPEN:
        return _grow(last, found, at)
    if not is_new(found.since, found.weight, last):
        return None
    try:
        with transaction.atomic():
            return _raise(found, organisation, last, at)
    except IntegrityError:  # the same evidence, or another run was first
        return None


def _raise(found: Found, organisation: Unit, last: Signal | None, at: dt.datetime) -> Signal:
    signal = Signal(
        organisation=organisation,
        unit=found.unit,
        kind=found.kind,
        subject=found.subject,
        key=found.key,
        theme=found.theme,
        action=found.action,
        plan=found.plan,
        incident=found.incident,
        measure=found.measure,
        explanation=f"{found.explanation} {_said_before(last)}".strip(),
        numbers=found.numbers,
        weight=found.weight,
        since=found.since,
        until=found.until,
        earlier=last,
        raised_at=at,
    )
    start(signal, moves.RAISE, by="system", at=at, told=_told(found))
    _link(signal, found)
    _wait(signal, at)
    return signal


def _grow(signal: Signal, found: Found, at: dt.datetime) -> Signal | None:
    """More of the same on an open repeat joins it; other signals say what was known when raised."""
    if signal.kind != Kind.REPEAT or found.weight <= signal.weight:
        return None
    with transaction.atomic():
        fresh = Signal.objects.select_for_update().get(pk=signal.pk)
        if fresh.status != Status.OPEN:
            return None
        perform(
            moves.GROW,
            fresh,
            by="system",
            at=at,
            told=_told(found),
            changes={
                "explanation": f"{found.explanation} {_said_before(fresh.earlier)}".strip(),
                "numbers": found.numbers,
                "weight": found.weight,
                "until": found.until,
                "key": found.key,
            },
        )
        _link(fresh, found)
    return fresh


def _told(found: Found) -> dict[str, object]:
    """What the trail keeps: never which incidents, because some readers may not open them all."""
    return {"kind": found.kind, "subject": found.subject, "numbers": found.numbers}


def _said_before(last: Signal | None) -> str:
    if last is None or last.decided_at is None:
        return ""
    decided = (
        f"{last.get_status_display().lower()} on {in_words(timezone.localdate(last.decided_at))}"
    )
    return f"A signal on this was {decided}; there is more to it now."


def _link(signal: Signal, found: Found) -> None:
    SignalIncident.objects.bulk_create(
        [SignalIncident(signal=signal, incident_id=pk) for pk in found.incidents],
        ignore_conflicts=True,
        batch_size=LINKED_AT_ONCE,
    )


def _wait(signal: Signal, at: dt.datetime) -> None:
    """Let the signal wait on the My work of whoever looks at its kind.

    Its clock does not belong to its incident's thread, which may close before anyone has looked;
    it does where the incident is restricted, so that it is kept from those it is kept from.
    """
    if not policies(signal.organisation_id).filter(kind=CLOCK).exists():
        clocks.install_defaults(signal.organisation)
    restricted = signal.incident is not None and signal.incident.restricted
    clocks.start(
        CLOCK,
        signal,
        unit=signal.unit,
        at=at,
        owner_role=LOOKS[Kind(signal.kind)],
        thread=signal.incident_id if restricted else None,
        label=f"Signal: {signal.get_kind_display().lower()}{_about(signal)}"[:200],
    )


def _about(signal: Signal) -> str:
    return f", {signal.theme.name}" if signal.theme is not None else ""
