"""Counts for those who look from outside: least restrictive, and reviewed (row 109)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.suppression import shares
from goldthread.defaults import suppression
from goldthread.domain.registers.restrictions.models import Decision
from goldthread.domain.registers.restrictions.queries.standing import (
    Standing,
    is_blanket,
    register_on,
)
from goldthread.domain.registers.restrictions.terms import LONG_RUNNING_DAYS, Domain, Risk, Verdict


@dataclass(frozen=True)
class Counts:
    """The register on one day, in numbers; None where a number is too small for the reader.

    A share of the register is hidden where it, or the rest, is below the threshold. Readers
    outside see no teams, and no length of a single restriction.
    """

    on: dt.date
    in_force: int | None
    overdue: int | None
    long_running: int | None
    reduced_once: int | None
    blanket: int | None
    blanket_with_safeguarding: int | None
    median_days: float | None
    longest_days: int | None
    by_domain: tuple[tuple[str, int | None], ...]
    by_team: tuple[tuple[str, int, int], ...]
    outside: bool
    fewer_than: int


def counts_of(user: User, day: dt.date | None = None) -> Counts:
    """The counts of every unit where the person may see them.

    Who may not open incidents reads from outside, as with measures.
    """
    scope, day = scope_of(user), day or timezone.localdate()
    units = scope.units(Permission.RESTRICTION_COUNTS)
    rows = [row for row in register_on(user.organisation_id or 0, day) if row.unit in units]
    outside = not scope.holds(Permission.INCIDENT_VIEW)
    return _counts(rows, day, Threshold(outside, int(suppression()["fewer_than"]), len(rows)))


@dataclass(frozen=True)
class Threshold:
    """What a reader may be shown of a register of `whole` rows."""

    outside: bool
    fewer_than: int
    whole: int

    @property
    def any(self) -> bool:
        """Whether the whole is large enough to be shown."""
        return not self.outside or self.whole >= self.fewer_than

    def of(self, part: int) -> int | None:
        """A part of the whole, unless it or the rest is small."""
        if not self.outside:
            return part
        return part if shares([(part, self.whole - part)], self.fewer_than)[1] else None


def _counts(rows: Sequence[Standing], day: dt.date, limit: Threshold) -> Counts:
    days, teams = [row.days for row in rows], Counter(row.team for row in rows)
    blanket = [row for row in rows if is_blanket(row)]
    domains = Counter(code for row in rows for code in row.domains)
    late = Counter(row.team for row in rows if row.overdue)
    return Counts(
        on=day,
        in_force=len(rows) if limit.any else None,
        overdue=limit.of(sum(row.overdue for row in rows)),
        long_running=limit.of(sum(row.days > LONG_RUNNING_DAYS for row in rows)),
        reduced_once=limit.of(sum(bool(row.reduced) for row in rows)),
        blanket=limit.of(len(blanket)),
        blanket_with_safeguarding=limit.of(sum(row.safeguarding for row in blanket)),
        median_days=median(days) if days and limit.any else None,
        longest_days=None if limit.outside else max(days, default=None),
        by_domain=tuple((one.label, limit.of(domains[one.value])) for one in Domain),
        by_team=()
        if limit.outside
        else tuple((team, teams[team], late[team]) for team in sorted(teams)),
        outside=limit.outside,
        fewer_than=limit.fewer_than,
    )


def decided_by_risk(user: User, days: int = 90) -> list[tuple[str, list[int]]]:
    """How often each decision was made, by what had become of the risk: least restrictive means
    that restrictions fall when risks do (row 94). Of every unit where the person may see counts, and
    not for readers outside, who would see small numbers."""
    since = timezone.now() - dt.timedelta(days=days)
    counted = scope_of(user).q(Permission.RESTRICTION_COUNTS, "restriction__")
    made = Decision.objects.filter(counted, decided_at__gte=since)
    counts = Counter(made.values_list("risk", "verdict"))
    return [
        (risk.label, [counts[risk.value, verdict.value] for verdict in Verdict]) for risk in Risk
    ]
