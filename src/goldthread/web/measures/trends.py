"""The chart of the measure that a verification plan registered, with its baseline frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from goldthread.analytics.drawing import Picture
from goldthread.domain.insight.measures import queries
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.pictures import picture_of
from goldthread.domain.insight.measures.queries import Reader, Series, Slice
from goldthread.domain.insight.measures.terms import MONTHS_OFFERED, month_of
from goldthread.domain.verification.queries import live_on, registration_of
from goldthread.web.charts import ChartShown, address_of, shown

FEWEST_TO_FREEZE = 3


@dataclass(frozen=True)
class Months:
    """A registered measure as Goldthread counted it: whole months of the baseline, and those since
    the change, oldest first; shares in per cent. `counts` when they are numbers of events."""

    label: str
    counts: bool
    before: tuple[float, ...]
    since: tuple[float, ...]


def months_of(user: Any, plan: Any) -> Months | None:
    """The months of the plan's measure; None where Goldthread does not count it."""
    found = _counted(user, plan)
    live = live_on(plan)
    if found is None or live is None:
        return None
    row, series = found
    scale = 100 if series.measure.engine == "share" else 1
    known = [(one.at, round(one.value * scale, 2)) for one in series.spots if one.value is not None]
    end = month_of(row.baseline_until + dt.timedelta(days=1))
    return Months(
        series.measure.label,
        series.measure.engine == "count",
        tuple(value for at, value in known if row.baseline_from <= at < end),
        tuple(value for at, value in known if at >= live),
    )


def trend(request: HttpRequest, plan: Any) -> ChartShown | None:
    """The chart for the plan's page; None where the plan's measure is not counted here."""
    picture = trend_picture(request.user, plan)
    if picture is None:
        return None
    return shown(request, picture, address_of("measures:trend", plan.pk))


def trend_picture(user: Any, plan: Any) -> Picture | None:
    """The measure at the plan's unit since its baseline began, and when the change went live.

    Limits come from the baseline alone, so that what came after cannot hide itself in them.
    """
    found = _counted(user, plan)
    if found is None:
        return None
    row, series = found
    live = live_on(plan)
    marked = [(live, "The change went live", plan.action_id)] if live else []
    return picture_of(series, plan.unit.name, marked, fix_after=_frozen(series, row))


def _counted(user: Any, plan: Any) -> tuple[Any, Series] | None:
    """The registration and its measure at the plan's unit, since the baseline began."""
    row = registration_of(plan)
    measure = measures().get(row.measure_code) if row else None
    if row is None or measure is None:
        return None
    reader = Reader(user, plan.unit, (plan.unit,), outside=False)
    told = replace(measure, direction=row.direction, target=None)
    return row, queries.series(reader, told, Slice(plan.unit), _months_since(row.baseline_from))


def _months_since(day: dt.date) -> int:
    today = timezone.localdate()
    months = 12 * (today.year - day.year) + today.month - day.month
    return min(max(months, 1), MONTHS_OFFERED[-1])


def _frozen(series: Series, row: Any) -> int | None:
    """How many months with a value the baseline has; None where they are too few to freeze."""
    known = [spot.at for spot in series.spots if spot.value is not None]
    until = month_of(row.baseline_until)
    held = sum(month <= until for month in known)
    return held if FEWEST_TO_FREEZE <= held < len(known) else None
