"""Charts over time: which kind suits the data, its limits and its special causes.

`make` makes a chart of a kind that is asked for, `make_best` one of the kind that `choose` finds.
"""

from goldthread.analytics.charts.chart import KINDS, Chart, Point, Runs, SinceLast
from goldthread.analytics.charts.choosing import Choice, choose, make_best
from goldthread.analytics.charts.making import make
from goldthread.analytics.charts.observation import (
    Observation,
    Wanted,
    days_between,
    periods_between,
)

__all__ = [
    "KINDS",
    "Chart",
    "Choice",
    "Observation",
    "Point",
    "Runs",
    "SinceLast",
    "Wanted",
    "choose",
    "days_between",
    "make",
    "make_best",
    "periods_between",
]
