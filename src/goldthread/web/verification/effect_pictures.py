"""A recorded effect as a picture: the chart with its baseline frozen, and the day of the change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from goldthread.analytics.charts import Chart, Observation, Wanted, days_between, make
from goldthread.analytics.drawing import Marker, Picture, Proportions, Sample
from goldthread.analytics.intervals import wilson
from goldthread.domain.verification.terms import Comparison, Denominator

LIVE = "The change went live"
LEAST_FROZEN = 2
_OPPOSITE = {"increase": "decrease", "decrease": "increase"}


def picture_of(row: Any) -> Picture | Proportions | None:
    """What was typed as a chart; None where two counts over time are all there is."""
    if row.comparison == Comparison.FROZEN:
        return _monthly(row)
    if row.comparison == Comparison.BETWEEN:
        return _between(row)
    return _shares(row) if row.registration.denominator == Denominator.CASES else None


def _monthly(row: Any) -> Picture:
    """Each month's figure: whole months up to the end of the baseline, and from the change on.
    What lies between them was not asked for."""
    before, since = row.given["before"], row.given["since"]
    end = _month(row.registration.baseline_until + dt.timedelta(days=1))
    first = max(_month(row.after_from, row.after_from.day > 1), end)
    months = [_month(end, at - len(before)) for at in range(len(before))]
    months += [_month(first, at) for at in range(len(since))]
    seen = [
        Observation(dt.datetime.combine(at, dt.time()), value)
        for at, value in zip(months, [*before, *since], strict=True)
    ]
    wanted = Wanted(improvement=row.registration.direction, fix_after=len(before))
    why = "The limits come from the months before the change alone; months between are left out."
    label = "Per cent, each month" if _is_share(row) else "Number, each month"
    return _picture(row, replace(make("xmr", seen, wanted, why=why), warnings=()), label, "number")


def _between(row: Any) -> Picture | None:
    """The days between events, with limits from those before the change."""
    days = [dt.date.fromisoformat(day) for day in row.given["days"]]
    if len(days) < LEAST_FROZEN:
        return None
    frozen = row.before_events - 1
    better = _OPPOSITE[row.registration.direction]
    until = dt.datetime.combine(row.after_until, dt.time())
    fixed = frozen if frozen >= LEAST_FROZEN else None
    wanted = Wanted(improvement=better, fix_after=fixed, until=until)
    why = "Rare events, so the days between them are charted; the limits come from those before."
    return _picture(
        row, make("t", days_between(days), wanted, why=why), "Days between them", "days"
    )


def _shares(row: Any) -> Proportions:
    sides = (("Before", row.before_events, row.before_exposure),
             ("Since", row.after_events, row.after_exposure))  # fmt: skip
    return Proportions(row.registration.measure, tuple(_sample(*side) for side in sides))


def _sample(label: str, events: int, cases: float) -> Sample:
    found = wilson(events, int(cases))
    return Sample(label, events, int(cases), found.low, found.high)


def _picture(row: Any, chart: Chart, label: str, unit: str) -> Picture:
    live = Marker(dt.datetime.combine(row.after_from, dt.time()), LIVE)
    title = f"{row.registration.measure}: {row.plan.unit.name}"
    return Picture(chart, title, label, unit, markers=(live,), description=row.registration.event)


def _is_share(row: Any) -> bool:
    return bool(row.registration.denominator == Denominator.CASES)


def _month(day: dt.date, later: int = 0) -> dt.date:
    place = day.year * 12 + day.month - 1 + later
    return dt.date(place // 12, place % 12 + 1, 1)
