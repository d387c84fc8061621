"""The chart of the measure that a verification plan registered, with its baseline frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from goldthread.analytics.drawing import Picture
from goldthread.domain.insight.measures import queries
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries import Reader, Series, Slice
from goldthread.domain.insight.measures.terms import MONTHS_OFFERED, month_of
from goldthread.domain.verification.queries import live_on, registration_of
from goldthread.web.charts import ChartShown, address_of, shown
from goldthread.web.measures.pictures import picture_of

FEWEST_TO_FREEZE = 3


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
    row = registration_of(plan)
    measure = measures().get(row.measure_code) if row else None
    if row is None or measure is None:
        return None
    reader = Reader(user, plan.unit, (plan.unit,), outside=False)
    told = replace(measure, direction=row.direction, target=None)
    months = _months_since(row.baseline_from)
    series = queries.series(reader, told, Slice(plan.unit), months)
    live = live_on(plan)
    marked = [(live, "The change went live", plan.action_id)] if live else []
    return picture_of(series, plan.unit.name, marked, fix_after=_frozen(series, row))


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
