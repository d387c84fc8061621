"""The sweep over clocks: remind when due soon, escalate when overdue, tell of a breach; once each.

What is said is worked out from the clocks' times alone. A sweep that did not run for a day says
at once everything still true, and nothing that no longer is.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders_of_roles
from goldthread.analytics.months import in_words
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.clocks.operations import Stamp, claim, climb
from goldthread.clocks.queries import label_of, to_be_told, to_climb
from goldthread.clocks.terms import Standing
from goldthread.notices.operations import send
from goldthread.notices.queries import link_to_clock, those_who_may_know

BATCH = 1000  # the next minute goes on where this one stopped
SAID: dict[Standing, tuple[Stamp, str, str]] = {
    Standing.DUE_SOON: ("reminded_at", "clock_due_soon", "Due soon: {label}"),
    Standing.OVERDUE: ("escalated_at", "clock_overdue", "Overdue: {label}"),
    Standing.BREACHED: ("breach_told_at", "clock_breached", "Past its limit: {label}"),
}


def sweep(at: dt.datetime | None = None) -> int:
    """Say everything that is due to be said about running clocks; returns how many clocks."""
    at = at or timezone.now()
    policies = {(p.organisation_id, p.kind): p for p in ClockPolicy.objects.all()}
    clocks = list(to_be_told(at)[:BATCH])
    told = sum(
        _tell(clock, policies.get((clock.organisation_id, clock.kind)), at) for clock in clocks
    )
    return told + _climb_ladders(policies, at)


def _climb_ladders(policies: dict[tuple[int, str], ClockPolicy], at: dt.datetime) -> int:
    """Tell the next role of each ladder whose time has come; returns how many rungs."""
    told = 0
    for clock in list(to_climb(at)[:BATCH]):
        policy = policies.get((clock.organisation_id, clock.kind))
        with transaction.atomic():
            rung = clock.rungs_told
            role = climb(clock, policy)
            if role:
                send(
                    _holding(role, clock),
                    "clock_ladder",
                    subject=f"Still open: {label_of(clock, policy)}",
                    body=_body(clock, clock.standing(at)),
                    link=link_to_clock(clock),
                    thread=clock.thread,
                    clock=clock,
                    key=f"rung:{clock.pk}:{rung}:{clock.due_at}",
                    cover=True,
                    at=at,
                )
                told += 1
    return told


def _tell(clock: Clock, policy: ClockPolicy | None, at: dt.datetime) -> bool:
    standing = clock.standing(at)
    if standing not in SAID:
        return False
    stamp, kind, words = SAID[standing]
    with transaction.atomic():
        if not claim(clock, stamp, at):
            return False
        send(
            _waited_for(clock),
            kind,
            subject=words.format(label=label_of(clock, policy)),
            body=_body(clock, standing),
            link=link_to_clock(clock),
            thread=clock.thread,
            clock=clock,
            key=f"{kind}:{clock.pk}:{clock.due_at}",
            urgent=standing == Standing.BREACHED,
            cover=True,
            at=at,
        )
    return True


def _waited_for(clock: Clock) -> list[User]:
    """The owner, or everyone who holds the role it waits for at the unit or above."""
    if clock.owner is not None:
        return [clock.owner]
    return _holding(clock.owner_role, clock) if clock.owner_role else []


def _holding(role: str, clock: Clock) -> list[User]:
    """Who holds the role here and may know of a thread that is kept to some."""
    return those_who_may_know(clock, list(holders_of_roles({role}, clock.unit)))


def _body(clock: Clock, standing: Standing) -> str:
    """When it was due, for whom, and why that limit holds."""
    if clock.due_at is None:
        return f"It is due as soon as possible. Team: {clock.unit.name}."
    due = timezone.localtime(clock.due_at)
    verb = "is due by" if standing in (Standing.ON_TIME, Standing.DUE_SOON) else "was due by"
    when = f"{in_words(due)} at {due:%H:%M}"
    return f"It {verb} {when}. Team: {clock.unit.name}."
