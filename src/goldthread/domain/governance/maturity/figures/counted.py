"""Counting rows of an app by month and by unit, for figures that are not measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth

from goldthread.access.models import Unit
from goldthread.domain.insight.measures.queries import Number
from goldthread.domain.insight.measures.terms import next_month, start_of


@dataclass(frozen=True)
class Counted:
    """Rows of which so many met something. `place` and `moment` are look-ups from the row."""

    rows: QuerySet[Any]
    place: str
    moment: str
    met: Q

    def by_month(self, unit: Unit, months: Sequence[dt.date]) -> dict[dt.date, Number]:
        """So many of so many in each month, at the unit and below it."""
        here = self._within(months).filter(**{f"{self.place}__path__startswith": unit.path})
        grouped = here.order_by().annotate(in_month=TruncMonth(self.moment)).values("in_month")
        return {row["in_month"].date(): _number(row) for row in self._counts(grouped)}

    def by_unit(self, units: Iterable[int], months: Sequence[dt.date]) -> dict[int, Number]:
        """So many of so many of each unit, and all below it."""
        paths = dict(Unit.objects.filter(pk__in=list(units)).values_list("pk", "path"))
        grouped = self._within(months).order_by().values(f"{self.place}__path")
        found = [(row[f"{self.place}__path"], _number(row)) for row in self._counts(grouped)]
        numbers = {
            pk: Number.sum(number for below, number in found if below.startswith(path))
            for pk, path in paths.items()
        }
        return {pk: number for pk, number in numbers.items() if number.of}

    def _within(self, months: Sequence[dt.date]) -> QuerySet[Any]:
        if not months:
            return self.rows.none()
        ends = start_of(next_month(months[-1]))
        span = {f"{self.moment}__gte": start_of(months[0]), f"{self.moment}__lt": ends}
        return self.rows.filter(**span)

    def _counts(self, grouped: Any) -> Any:
        return grouped.annotate(
            many=Count("pk", filter=self.met, distinct=True), all=Count("pk", distinct=True)
        )


def _number(row: dict[str, Any]) -> Number:
    return Number(row["many"], row["all"])
