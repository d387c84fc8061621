"""How much there was to report about: caseload and contacts of a unit, month by month."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.models import Denominator, Tally
from goldthread.domain.insight.measures.terms import COHORT, Dimension, Exposure
from goldthread.domain.registers.escalation.queries import members_by_month


@dataclass(frozen=True)
class Amount:
    """The exposure of one month; None where it is not known, and whose figure is missing then."""

    amount: int | None
    missing: tuple[str, ...] = ()


class Exposures:
    """The figures at and below one unit over some months, read once for all units there.

    A unit has its own figure, or else those of all teams below it. A team is waited for in a
    month in which it reported anything, and from its first figure on. One figure missing makes
    the whole month unknown: a rate over a part would look too high.
    """

    def __init__(self, top: Unit, exposure: str, months: Sequence[dt.date]) -> None:
        self.months, self.exposure = list(months), exposure
        self.units = {one.pk: one for one in Unit.objects.filter(path__startswith=top.path)}
        parents = {one.parent_id for one in self.units.values()}
        self.teams = [one for one in self.units.values() if one.pk not in parents]
        if exposure == COHORT:
            self._figures = cohort_figures(top, self.months)
            self._waited: dict[dt.date, set[int]] = defaultdict(set)
        else:
            self._figures = figures(list(self.units), exposure, self.months)
            self._waited = self._waits()

    def _waits(self) -> dict[dt.date, set[int]]:
        """The teams whose figure each month needs."""
        found = _reporting([team.pk for team in self.teams], self.months)
        began: dict[int, dt.date] = {}
        for unit, month in sorted(self._figures, key=lambda key: key[1]):
            began.setdefault(unit, month)
        for month in self.months:
            found[month] |= {pk for pk, first in began.items() if first <= month}
        return found

    def of(self, unit: Unit) -> dict[dt.date, Amount]:
        """The unit's exposure by month."""
        teams = [team for team in self.teams if team.path.startswith(unit.path)]
        return {month: self._amount(unit, teams, month) for month in self.months}

    def _amount(self, unit: Unit, teams: list[Unit], month: dt.date) -> Amount:
        own = self._figures.get((unit.pk, month))
        if own is not None:
            return Amount(own)
        known = {
            team.pk: self._figures[(team.pk, month)]
            for team in teams
            if (team.pk, month) in self._figures
        }
        missing = tuple(
            team.name
            for team in teams
            if team.pk in self._waited[month] and team.pk not in known and _open(team, month)
        )
        return Amount(sum(known.values()) if known and not missing else None, missing)

    def together(self, unit: Unit) -> int | None:
        """The unit's person-months, or contacts, over all months; None where one is missing.

        Before a cohort counts there is nobody in it and nothing is counted: no figure is missing.
        """
        amounts = [one.amount for one in self.of(unit).values()]
        known = [amount for amount in amounts if amount is not None]
        whole = len(known) == len(amounts) or self.exposure == COHORT
        return sum(known) if known and whole else None


def _open(unit: Unit, month: dt.date) -> bool:
    return unit.closed_on is None or unit.closed_on >= month


def figures(
    units: list[int], exposure: str, months: Sequence[dt.date]
) -> dict[tuple[int, dt.date], int]:
    """What was entered, by unit and month."""
    rows = Denominator.objects.filter(unit__in=units, exposure=exposure, month__in=list(months))
    return {
        (unit, month): amount
        for unit, month, amount in rows.values_list("unit_id", "month", "amount")
    }


def cohort_figures(top: Unit, months: Sequence[dt.date]) -> dict[tuple[int, dt.date], int]:
    """People of the frozen cohort, by the unit they are counted at and month: person-months."""
    organisation = top.organisation_id or top.pk
    return {
        (unit, month): many
        for month, members in members_by_month(organisation, months).items()
        for unit, many in Counter(members.values()).items()
    }


def _reporting(units: list[int], months: Sequence[dt.date]) -> dict[dt.date, set[int]]:
    found: dict[dt.date, set[int]] = defaultdict(set)
    rows = Tally.objects.filter(
        unit__in=units, dimension=Dimension.ALL, month__in=list(months), measure="reports"
    )
    for unit, month in rows.values_list("unit_id", "month"):
        found[month].add(unit)
    return found


@dataclass(frozen=True)
class Figures:
    """One team's figures of one exposure, one a month; None where it has none."""

    unit: Unit
    exposure: str
    amounts: tuple[int | None, ...]


def entered(organisation: Unit, months: Sequence[dt.date]) -> list[Figures]:
    """The figures of every open team of the organisation, for the page where they are entered."""
    below = Unit.objects.filter(path__startswith=organisation.path).order_by("path")
    parents = {one.parent_id for one in below}
    teams = [one for one in below if one.pk not in parents and one.closed_on is None]
    found = []
    for exposure in Exposure.values:
        known = figures([one.pk for one in teams], exposure, months)
        for team in teams:
            amounts = tuple(known.get((team.pk, month)) for month in months)
            found.append(Figures(team, exposure, amounts))
    return found
