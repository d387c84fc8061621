"""Invented pictures of every kind for the gallery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from goldthread.analytics.charts.chart import Chart
from goldthread.analytics.charts.making import make
from goldthread.analytics.charts.observation import Observation, Wanted, days_between
from goldthread.analytics.drawing import (
    AnyPicture,
    Durations,
    Funnel,
    Marker,
    Picture,
    Proportions,
    Sample,
    Stage,
)

_CALLS = (14, 15, 12, 14, 16, 26, 17, 13, 15, 12, 12, 13, 14, 16, 15, 18, 9, 5, 8, 7, 7, 10, 7, 4,
          8, 7, 6, 6)  # fmt: skip
_PASSED = (
    16,
    15,
    22,
    14,
    19,
    11,
    24,
    17,
    15,
    20,
    13,
    18,
    22,
    25,
    21,
    17,
    24,
    19,
    27,
    22,
    20,
    25,
    18,
    23,
)
_FILES = (
    22,
    23,
    31,
    20,
    26,
    18,
    33,
    24,
    22,
    28,
    19,
    25,
    24,
    28,
    22,
    19,
    26,
    21,
    29,
    23,
    22,
    26,
    20,
    24,
)
_WAITS = (6, 19, 3, 31, 12, 8, 44, 2, 15, 22, 5, 27, 61, 9, 38, 74, 53, 88, 41, 120)
_RUN = (7, 4, 9, 6, 3, 8, 5, 7, 6, 4, 11)


def _month(number: int) -> dt.datetime:
    return dt.datetime(2024 + number // 12, number % 12 + 1, 1)


def _monthly(values: Sequence[float | None], totals: Sequence[float] = ()) -> list[Observation]:
    return [
        Observation(_month(number), value, totals[number] if totals else None)
        for number, value in enumerate(values)
    ]


def _calls(*, rebased: bool) -> Chart:
    rebases = (_month(16),) if rebased else ()
    return make("xmr", _monthly(_CALLS), Wanted("decrease", 10, rebases))


def _improvement() -> Picture:
    return Picture(
        _calls(rebased=True),
        "Missed step-up calls, Riverside crisis team",
        "Step-up calls not answered within an hour, each month",
        markers=(Marker(dt.datetime(2025, 4, 22), "Escalation card live"),),
    )


def _many_markers() -> Picture:
    lived = ("Rota changed", "Escalation card live", "On-call handbook", "Joint huddle with wards")
    days = ((2024, 9, 6), (2025, 4, 22), (2025, 5, 27), (2025, 8, 18))
    markers = [Marker(dt.datetime(*day), name) for day, name in zip(days, lived, strict=True)]
    gaps = [None if at in (4, 19) else float(value) for at, value in enumerate(_CALLS)]
    chart = make("xmr", _monthly(gaps), Wanted("neutral"))
    return Picture(chart, "Step-up calls", "Calls each month", markers=tuple(markers))


def _shares() -> Picture:
    chart = make("p", _monthly(_PASSED, _FILES), Wanted("increase", 0.9, (_month(12),)))
    went_live = Marker(dt.datetime(2024, 12, 20), "Crisis plan template live")
    label = "Share of audited files, each month"
    return Picture(chart, "Files with an agreed crisis plan", label, "share", markers=(went_live,))


def _rare() -> Picture:
    at, events = dt.datetime(2024, 2, 3), []
    for wait in (0, *_WAITS):
        at += dt.timedelta(days=wait)
        events.append(at)
    chart = make("t", days_between(events), Wanted("increase"))
    return Picture(chart, "Restraints at Larch House", "Days between incidents", "days")


def _run() -> Picture:
    chart = make("run", _monthly(_RUN), Wanted("decrease"))
    return Picture(chart, "Late safeguarding referrals", "Referrals sent late, each month")


def _few() -> Picture:
    chart = make("run", _monthly((3, 1)), Wanted("decrease"))
    return Picture(chart, "Medication errors at Ash Court", "Incidents each month")


def _funnel() -> Funnel:
    stages = (("Recorded", 126), ("Implemented", 98), ("And communicated", 71), ("Verified", 34))
    return Funnel("Actions of the last 12 months", tuple(Stage(*stage) for stage in stages))


def _proportions() -> Proportions:
    samples = (
        Sample("Before, March 2026", 9, 20, 0.258, 0.658),
        Sample("First round, June 2026", 15, 20, 0.531, 0.888),
        Sample("Re-check, September 2026", 19, 20, 0.764, 0.991),
    )
    return Proportions("Files with an agreed crisis plan: before and after", samples, 0.9)


def _durations() -> Durations:
    done = tuple(float(21 + (number * 37) % 130) for number in range(40))
    waiting = tuple(float(8 + (number * 53) % 190) for number in range(16))
    marks = ((90.0, "Standard: 90 days"),)
    return Durations("How long until learning was verified",
                     "From the incident to a verified action", done, waiting, marks)  # fmt: skip


PICTURES: dict[str, Callable[[], AnyPicture]] = {
    "improvement": _improvement,
    "markers": _many_markers,
    "shares": _shares,
    "rare": _rare,
    "run": _run,
    "few": _few,
    "funnel": _funnel,
    "proportions": _proportions,
    "durations": _durations,
}
