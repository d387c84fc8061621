"""Charts over time as pictures: what an SVG holds, and that it can be trusted."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import struct
from xml.etree import ElementTree

import pytest

from goldthread.analytics import drawing
from goldthread.analytics.charts.making import make
from goldthread.analytics.charts.observation import Observation, Wanted, days_between
from goldthread.analytics.drawing import Marker
from tests.analytics.drawing.series import FALLING, months, picture, xmr

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    '<script>alert(1)</script> & "quotes" \']]>',
    "Verylongwordwithoutanyplacetobreakit" * 12,
    "A title of many words " * 30,
    "😀 calls missed 🚑🚑🚑",
    "مكالمات فائتة \u202e reversed",
    "nul \x00 bell \x07 escape \x1b tab \t line \n end \ud800",
    "",
]


def _read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own output


@pytest.mark.parametrize("width", [drawing.NARROW, drawing.WIDE])
def test_an_svg_is_one_image_that_names_and_describes_itself(width: int) -> None:
    shown = picture()
    root = _read(drawing.svg(shown, width))
    assert root.get("role") == "img"
    named = [root.find(f"{SVG}title"), root.find(f"{SVG}desc")]
    assert [part.text for part in named if part is not None] == [
        "Missed calls",
        drawing.description(shown),
    ]
    ids = [part.get("id") for part in named if part is not None]
    assert root.get("aria-labelledby") == " ".join(map(str, ids))


def test_an_svg_has_no_style_script_or_reference_to_elsewhere() -> None:
    svg = drawing.svg(picture())
    assert not re.search(r"<style|style=|<script|href|url\(|@import|<foreignObject|\son\w+=", svg)


def test_the_same_picture_gives_the_same_bytes() -> None:
    assert drawing.svg(picture()) == drawing.svg(picture())
    assert drawing.png(picture()) == drawing.png(picture())
    assert drawing.fingerprint(picture()) == drawing.fingerprint(picture())
    assert drawing.fingerprint(picture()) != drawing.fingerprint(picture(title="Other"))


@pytest.mark.parametrize("width", [drawing.NARROW, drawing.WIDE])
def test_the_size_is_known_before_drawing_and_the_png_has_it_scaled(width: int) -> None:
    shown = picture()
    across, down = drawing.size(shown, width)
    assert across == width
    png = drawing.png(shown, scale=2, width=width)
    assert struct.unpack(">II", png[16:24]) == (2 * across, 2 * down)


def _points(shown: drawing.Picture) -> list[dict[str, object]]:
    layers = [
        layer["data"]["values"]
        for layer in drawing.spec(shown)["layer"]
        if layer["mark"]["type"] == "point" and "at" in layer["data"]["values"][0]
    ]
    assert len(layers) == 1
    rows: list[dict[str, object]] = layers[0]
    return rows


def test_a_special_cause_has_another_shape_than_a_common_one() -> None:
    shown = picture(xmr(FALLING, group=[0] * 16 + [1] * 12))
    shapes = {
        (point.point_type, row["shape"])
        for point, row in zip(shown.chart.points, _points(shown), strict=True)
    }
    assert shapes == {
        ("common_cause", "circle"),
        ("special_cause_concern", "triangle-up"),
        ("special_cause_improvement", "triangle-down"),
    }


def test_every_point_is_in_the_table_and_unknown_ones_say_so() -> None:
    chart = xmr(FALLING)
    gone = dataclasses.replace(chart.points[3], value=None)
    shown = picture(dataclasses.replace(chart, points=(*chart.points[:3], gone, *chart.points[4:])))
    rows = drawing.table(shown).rows
    assert len(rows) == len(FALLING)
    assert [row[0] for row in rows[:2]] == ["January 2024", "February 2024"]
    assert rows[3][1] == "Not known"
    assert len(_points(shown)) == len(FALLING) - 1
    assert "gap in the line" in drawing.svg(shown)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_escaped_and_keeps_the_layout(title: str) -> None:
    width = drawing.NARROW
    markers = (Marker(dt.datetime(2024, 6, 3), title),)
    root = _read(drawing.svg(picture(title=title, markers=markers), width))
    assert not root.findall(f".//{SVG}script")
    plain = drawing.size(picture(), width)[1]
    assert int(root.get("height") or 0) <= plain + 160
    assert int(root.get("width") or 0) == width


@pytest.mark.parametrize("count", [0, 1, 2])
def test_with_too_few_values_the_picture_says_so(count: int) -> None:
    chart = dataclasses.replace(xmr(FALLING), points=xmr(FALLING).points[:count])
    shown = picture(chart)
    assert "Not enough data yet" in drawing.svg(shown)
    assert "Not enough data yet" in drawing.description(shown)
    assert len(drawing.table(shown).rows) == count


@pytest.mark.capability(53)
def test_markers_that_would_collide_get_numbers_explained_below() -> None:
    apart = (Marker(dt.datetime(2024, 6, 3), "Card live"),)
    close = tuple(Marker(dt.datetime(2024, 6, day), f"Action {day} live") for day in (3, 9, 20, 28))
    assert ">Card live</text>" in drawing.svg(picture(markers=apart))
    assert ">2. 9 Jun 2024: Action 9 live</text>" in drawing.svg(picture(markers=close))


@pytest.mark.capability(53)
def test_rare_events_stand_one_after_the_other_and_up_is_good() -> None:
    at, events = dt.datetime(2024, 1, 4), []
    for wait in (0, 3, 90, 4, 5, 60, 2, 7):
        at += dt.timedelta(days=wait)
        events.append(at)
    chart = make("t", days_between(events), Wanted("increase"))
    shown = drawing.Picture(chart, "Restraints", "Days between incidents", "days")
    assert [row["at"] for row in _points(shown)] == list(range(7))
    assert "Days between incidents. Higher is better" in drawing.svg(shown)


def test_limits_of_shares_go_in_steps_and_start_anew_where_they_were_worked_out_again() -> None:
    seen = [Observation(at, 8 + n % 3, 12 + n % 5) for n, at in enumerate(months(16))]
    chart = make("p", seen, Wanted("increase", rebases=(months(16)[8],)))
    shown = drawing.Picture(chart, "Files with a plan", "Share of files", "share")
    marks = [layer["mark"] for layer in drawing.spec(shown)["layer"]]
    assert [mark["interpolate"] for mark in marks if mark.get("strokeDash") == [6, 4]] == [
        "step",
        "step",
    ]
    assert ">Limits worked out again</text>" in drawing.svg(shown)
    assert ">100%</text>" in drawing.svg(shown)


def test_a_marker_outside_the_period_is_told_below() -> None:
    early = (Marker(dt.datetime(2019, 6, 3), "Old policy"),)
    assert "Outside this period: 3 Jun 2019, Old policy" in drawing.svg(picture(markers=early))


def test_a_limit_that_cannot_be_is_told_and_not_drawn() -> None:
    shown = picture(xmr((0, 9, 1, 0, 8, 2, 0, 7, 1, 3, 0, 9)))
    assert "The lower limit is below zero, so it is not drawn." in drawing.svg(shown)
    assert "−" in str(drawing.table(shown).rows[0])


def test_a_run_chart_tells_what_its_runs_say() -> None:
    chart = make("run", [Observation(at, n % 2 * 3.0) for n, at in enumerate(months(12))])
    said = drawing.description(picture(chart))
    assert chart.runs is not None
    assert chart.runs.sentence in said


def test_nothing_is_red_or_green() -> None:
    colours = set(re.findall(r"#[0-9a-f]{6}", drawing.svg(picture(xmr(FALLING, target=10)))))
    for colour in colours:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        assert not (red > 170 and green < 60 and blue < 60), colour
        assert not (green > 90 and red < 60 and blue < 80), colour
