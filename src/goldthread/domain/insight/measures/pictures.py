"""Measures as pictures: the chart over time, the funnel, and how long changes took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goldthread.analytics.charts import Chart, Observation, Wanted, make_best
from goldthread.analytics.drawing import Durations, Marker, Picture, Stage
from goldthread.analytics.drawing import Funnel as FunnelPicture
from goldthread.domain.insight.measures.definitions import Measure
from goldthread.domain.insight.measures.queries import Funnel, Number, Series, Spot

UNITS = {"count": "number", "share": "share", "rate": "rate", "spread": "number"}
RARE = ("g", "t")
MOST_LENGTHS = 2_000


def chart_of(series: Series, *, fix_after: int | None = None) -> Chart | None:
    """The chart that suits the measure, or None where no month has a value."""
    measure = series.measure
    seen = [_observation(measure, spot) for spot in series.spots]
    known = [place for place, one in enumerate(seen) if one.value is not None]
    if not known:
        return None
    seen = seen[known[0] :]  # before the first value there was nothing to measure
    target = measure.target.value if measure.target else None
    until = dt.datetime.combine(series.until, dt.time()) if series.until else None
    wanted = Wanted(improvement=measure.direction, target=target, fix_after=fix_after, until=until)
    share = True if measure.engine == "share" else False if measure.engine == "rate" else None
    events = list(series.events) if series.events else None
    return make_best(seen, wanted, share=share, events=events)


def _observation(measure: Measure, spot: Spot) -> Observation:
    at = dt.datetime.combine(spot.at, dt.time())
    if spot.value is None:
        return Observation(at, None)
    if measure.engine == "share":
        return Observation(at, spot.number.count, spot.number.of)
    if measure.engine == "rate":
        return Observation(at, spot.number.count, spot.exposure)
    return Observation(at, spot.value)


def picture_of(
    series: Series,
    where: str,
    live: Sequence[tuple[dt.date, str, int]] = (),
    *,
    fix_after: int | None = None,
) -> Picture | None:
    """The chart with its words, and a marker for each change that went live.

    `fix_after` makes the limits from the first so many months with a value.
    """
    chart, measure = chart_of(series, fix_after=fix_after), series.measure
    if chart is None:
        return None
    rare = chart.kind in RARE
    days = chart.kind == "t" or (rare and bool(series.events))
    return Picture(
        chart,
        title=f"{measure.label}: {where}",
        value_label=_label(measure, chart.kind, days, len(series.spots[0].months)),
        unit="days" if days else "number" if rare else _unit(measure, chart),
        per=measure.scale,
        markers=tuple(Marker(dt.datetime.combine(day, dt.time()), title) for day, title, _ in live),
        description=measure.numerator,
    )


def _unit(measure: Measure, chart: Chart) -> str:
    if measure.engine == "rate" and chart.kind in ("run", "xmr", "c"):
        return "rate"
    return "days" if measure.unit == "days" else UNITS[measure.engine]


def _label(measure: Measure, kind: str, days: bool, months: int) -> str:
    if kind in RARE:
        return "Days between them" if days else "Months between them"
    each = "each month" if months == 1 else "each quarter"
    words = {
        "share": "Share",
        "spread": f"Median, in {measure.unit}",
        "rate": measure.unit[:1].upper() + measure.unit[1:],
    }
    return f"{words.get(measure.engine, 'Number')}, {each}"


def funnel_picture(found: Funnel, where: str) -> FunnelPicture:
    """Recorded, implemented, communicated, verified."""
    stages = (
        Stage("Recorded", found.recorded),
        Stage("Implemented", found.implemented),
        Stage("Implemented and communicated", found.communicated),
        Stage("Verified", found.verified),
    )
    return FunnelPicture(f"From recorded to verified: {where}", stages)


def durations_picture(number: Number, waiting: Sequence[float], where: str) -> Durations:
    """How long changes took from report to daily work, those under way included."""
    lengths = [at / 24 for at, many in sorted(number.spread.items()) for _ in range(many)]
    step = max(len(lengths) // MOST_LENGTHS, 1)
    return Durations(
        f"From report to embedded change: {where}",
        "Share of changes embedded within so many days of the report",
        days=tuple(lengths[::step]),
        open_days=tuple(waiting),
    )
