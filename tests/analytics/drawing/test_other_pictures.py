"""Funnels, shares with intervals, durations, sparklines and icons."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from goldthread.analytics import drawing
from goldthread.analytics.drawing import Durations, Funnel, Proportions, Sample, Spark, Stage
from goldthread.analytics.drawing.durations import shares, within
from goldthread.analytics.drawing.icons import SHORT, icon
from tests.analytics.drawing.series import FALLING, xmr

FUNNEL = Funnel("Actions", (Stage("Recorded", 40), Stage("Implemented", 30), Stage("Verified", 8)))
PROPORTIONS = Proportions(
    "Files with a plan",
    (Sample("Before", 9, 20, 0.258, 0.658), Sample("After", 19, 20, 0.764, 0.991)),
    0.9,
)
DURATIONS = Durations(
    "Learning", "From incident to verified", (10, 20, 20, 40), (5, 30), ((28, "28 days"),)
)
ALL = (FUNNEL, PROPORTIONS, DURATIONS, Spark(xmr(FALLING), "Missed calls"))


@pytest.mark.parametrize("shown", ALL, ids=lambda shown: type(shown).__name__)
def test_every_picture_is_an_image_with_words_and_rows_of_its_numbers(
    shown: drawing.AnyPicture,
) -> None:
    root = ElementTree.fromstring(drawing.svg(shown, drawing.NARROW))  # noqa: S314 - our own
    assert root.get("role") == "img"
    assert (int(root.get("width") or 0), int(root.get("height") or 0)) == drawing.size(
        shown, drawing.NARROW
    )
    assert drawing.description(shown).endswith(".")
    for held in (drawing.table(shown), drawing.data(shown)):
        assert held.rows
        assert all(len(row) == len(held.columns) for row in held.rows)


@pytest.mark.parametrize(
    "empty",
    [
        Funnel("None", ()),
        Funnel("Nothing yet", (Stage("Recorded", 0), Stage("Verified", 0))),
        Proportions("None", ()),
        Proportions("No files", (Sample("Before", 0, 0, 0.0, 1.0),), 0.9),
        Durations("None", "Days", ()),
        Durations("Only open", "Days", (), (3.0, 9.0)),
        Durations("All at once", "Days", (0.0, 0.0, 0.0)),
        Spark(xmr(FALLING[:1]), "One point"),
    ],
    ids=lambda empty: f"{type(empty).__name__} {empty.title}",
)
def test_a_picture_of_nothing_is_still_a_picture(empty: drawing.AnyPicture) -> None:
    assert drawing.svg(empty).startswith("<svg")
    assert drawing.description(empty)


def test_a_funnel_tells_each_stage_as_a_share_of_the_first() -> None:
    assert drawing.description(FUNNEL) == "Recorded: 40; Implemented: 30 (75%); Verified: 8 (20%)."


def test_shares_are_told_with_their_interval_and_the_standard() -> None:
    said = drawing.description(PROPORTIONS)
    assert "After: 19 of 20 (95%), the true share is likely to lie between 76% and 99%" in said
    assert said.endswith("The standard is 90%.")


def test_what_is_still_open_counts_as_long_as_it_has_waited() -> None:
    # At 10 days five wait (the one open for 5 days is gone); two of the next four end at 20; one
    # is left at 40, since the other was open for 30.
    assert shares(DURATIONS) == [
        (10, pytest.approx(1 / 5)),
        (20, pytest.approx(1 - 4 / 5 * 2 / 4)),
        (40, pytest.approx(1)),
    ]
    assert within(DURATIONS, 0.5) == 20
    none_open = Durations("", "", (1, 2, 3, 4))
    assert [done for _, done in shares(none_open)] == pytest.approx([0.25, 0.5, 0.75, 1])
    mostly_open = Durations("", "", (1, 2, 3), tuple([9.0] * 9))
    assert within(mostly_open, 0.5) is None
    assert "Fewer than half are done yet" in drawing.description(mostly_open)


@pytest.mark.parametrize("code", SHORT)
def test_an_icon_says_what_it_means_or_hides_where_words_stand_beside_it(code: str) -> None:
    named = ElementTree.fromstring(icon(code))  # noqa: S314 - our own
    assert (named.get("role"), named.get("aria-label")) == ("img", SHORT[code])
    hidden = ElementTree.fromstring(icon(code, named=False))  # noqa: S314 - our own
    assert (hidden.get("aria-hidden"), hidden.get("role")) == ("true", None)


def test_no_two_icons_look_the_same_in_grey() -> None:
    grey = {"#005eb8": "#", "#d0560a": "#", "#6a2c91": "#", "#5f6f79": "#"}
    drawn = {}
    for code in SHORT:
        plain = icon(code, named=False)
        for colour in grey:
            plain = plain.replace(colour, "#")
        drawn.setdefault(plain, []).append(code)
    # Unusually high and improvement (high) differ in colour and in words alone.
    alike = [codes for codes in drawn.values() if len(codes) > 1]
    assert alike == [["improvement_high", "neutral_high"], ["improvement_low", "neutral_low"]]


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(ValueError, match="no icon called 'sparkling'"):
        icon("sparkling")
