"""Whatever stands in a chart, there is a picture, words and a table of it, and never an error."""

from __future__ import annotations

import datetime as dt
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.analytics import drawing
from goldthread.analytics.charts import Chart, Point
from goldthread.analytics.charts.chart import KINDS
from goldthread.analytics.drawing import Marker, Picture
from goldthread.analytics.drawing.pictures import UNITS
from tests.analytics.drawing.series import FALLING, picture, xmr

NUMBER = st.one_of(
    st.none(), st.floats(-1e12, 1e12), st.sampled_from([0.0, 1e-9, float("nan"), float("inf")])
)
MOMENT = st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2045, 1, 1))
POINT = st.builds(
    Point,
    MOMENT,
    NUMBER,
    centre=NUMBER,
    lower=NUMBER,
    upper=NUMBER,
    special_cause=st.sampled_from(["none", "outside", "something_new"]),
    point_type=st.sampled_from(["common_cause", "special_cause_concern", "something_new"]),
    group=st.integers(0, 1),
    numerator=NUMBER,
    denominator=NUMBER,
)
CHART = st.builds(
    Chart,
    st.sampled_from(sorted(KINDS)),
    st.lists(POINT, max_size=12).map(lambda held: tuple(sorted(held, key=lambda one: one.at))),
    improvement=st.sampled_from(["increase", "decrease", "neutral"]),
    target=st.one_of(st.none(), st.floats(-1e9, 1e9)),
)
PICTURE = st.builds(
    Picture,
    CHART,
    st.text(max_size=60),
    st.text(max_size=60),
    st.sampled_from(UNITS),
    markers=st.lists(st.builds(Marker, MOMENT, st.text(max_size=40)), max_size=6).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(PICTURE, st.sampled_from([drawing.NARROW, drawing.WIDE, 1, 5000]))
def test_any_series_can_be_laid_out_told_and_tabled(shown: Picture, width: int) -> None:
    spec = drawing.spec(shown, width)
    json.dumps(spec, allow_nan=False)
    assert drawing.description(shown)
    for table in (drawing.table(shown), drawing.data(shown)):
        assert len(table.rows) == len(shown.chart.points)
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_narrow_picture_names_its_lines_in_the_key() -> None:
    svg = drawing.svg(picture(xmr(FALLING, target=10)), drawing.NARROW)
    assert svg.count('stroke-dasharray="10,3,2,3"') == 2, "across the plot, and in the key"
    assert all(f">{words}</text>" in svg for words in ("Latest 6", "Mean 11.5", "Target 10"))
