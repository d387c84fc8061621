"""The ladder of a wait for a partner: which rung is due, who is next, what was logged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from goldthread.access.models import User
from goldthread.access.queries import holders_of_roles
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.clocks.queries import after, of_subject
from goldthread.domain.incidents.queries import who_may_know
from goldthread.domain.registers.safeguarding.models import LadderStep, SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import PARTNER_CLOCKS


@dataclass(frozen=True)
class Rung:
    """One rung: its level, who of ours and of theirs, when its time comes, and its contacts."""

    number: int
    label: str
    partner: str
    role: str
    from_at: dt.datetime | None
    steps: tuple[LadderStep, ...]

    def reached(self, at: dt.datetime) -> bool:
        """Whether its time has come: worked out from times, whether or not a worker runs."""
        return self.from_at is not None and at >= self.from_at


@dataclass(frozen=True)
class Ladder:
    """The ladder of one wait, as it stands at a moment."""

    clock: Clock
    rungs: tuple[Rung, ...]
    at: dt.datetime

    @property
    def current(self) -> Rung | None:
        """The highest rung whose time has come while the wait goes on."""
        if self.clock.ended_at is not None:
            return None
        reached = [rung for rung in self.rungs if rung.reached(self.at)]
        return reached[-1] if reached else None

    def next_people(self) -> list[User]:
        """Who of ours is asked to contact the partner now, by name."""
        rung = self.current
        if rung is None or self.clock.thread is None:
            return []
        holders = list(holders_of_roles({rung.role}, self.clock.unit))
        return who_may_know(self.clock.thread, holders)


def rungs(case: SafeguardingCase, waits_for: str) -> tuple[Rung, ...]:
    """The rungs of the organisation's ladder for a wait, with what was logged at each."""
    found = [one for one in ladders(case, dt.datetime.now(dt.UTC)) if one.clock.kind == waits_for]
    return found[-1].rungs if found else ()


def ladders(case: SafeguardingCase, at: dt.datetime) -> list[Ladder]:
    """The ladders of everything a partner was waited for in this case, in order of beginning."""
    clocks = list(of_subject(case).filter(kind__in=PARTNER_CLOCKS))
    logged: dict[tuple[str, int], list[LadderStep]] = defaultdict(list)
    for step in case.ladder_steps.select_related("contacted_by"):
        logged[(step.waits_for, step.rung)].append(step)
    policies = ClockPolicy.objects.filter(
        organisation_id=case.organisation_id, kind__in=PARTNER_CLOCKS
    )
    known = {policy.kind: policy.ladder for policy in policies}
    return [Ladder(clock, _rungs(clock, known.get(clock.kind, []), logged), at) for clock in clocks]


def _rungs(
    clock: Clock, ladder: list[dict[str, object]], logged: dict[tuple[str, int], list[LadderStep]]
) -> tuple[Rung, ...]:
    return tuple(
        Rung(
            number,
            str(row.get("rung") or f"Rung {number}"),
            str(row.get("partner", "")),
            str(row["role"]),
            _from(clock, row["after"]),
            tuple(logged.get((clock.kind, number), ())),
        )
        for number, row in enumerate(ladder, 1)
    )


def _from(clock: Clock, wait: object) -> dt.datetime | None:
    if clock.due_at is None or not isinstance(wait, dict):
        return None
    return after(clock.due_at, int(wait["amount"]), str(wait["unit"]))
