"""What `goldthread spc` makes of files as people have them: a clear sentence, or a stated treatment."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from goldthread.cli.main import run

MONTHS = [f"{year}-{month:02}-01" for year in (2024, 2025) for month in range(1, 13)]
VALUES = [5, 7, 4, 6, 8, 5, 6, 7, 5, 6, 4, 7, 6, 5, 8, 6, 5, 7, 6, 5, 6, 7, 5, 6]
EVENTS = ("2026-01-03", "2026-02-11", "2026-02-18", "2026-05-01", "2026-06-20", "2026-08-30")
Spc = Callable[..., tuple[int, str]]


@pytest.fixture
def spc(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Spc:
    """(exit code, everything printed) of the command on a file of this text."""

    def call(text: str | bytes, *options: str) -> tuple[int, str]:
        path = tmp_path / "series.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        code = run(["spc", str(path), "--date", "date", "--value", "value", *options])
        told = capsys.readouterr()
        return code, told.out + told.err

    return call


def rows(values: Any = VALUES, dates: Any = MONTHS, separator: str = ",") -> str:
    lines = [f"{date}{separator}{value}" for date, value in zip(dates, values, strict=True)]
    return "\n".join([f"date{separator}value", *lines])


def with_one(value: object) -> str:
    return rows([*VALUES[:5], value, *VALUES[6:]])


REFUSED = [
    ("", "is empty"),
    ("date,value\n", "holds no values to chart"),
    (rows([""] * 24), "holds no values to chart"),
    (with_one("lots"), "'lots' for a value, which is not a number"),
    (with_one("inf"), "which is not a finite number"),
    (with_one("1e400"), "which is not a finite number"),
    (rows() + "\n2025-12-01,9", "stands twice"),
    (rows(VALUES, [*MONTHS[:5], "31/02/2024", *MONTHS[6:]]), "has '31/02/2024' for a date"),
    (rows().encode("utf-16"), "is not UTF-8 text"),
    (with_one("5\x00"), "which is not a number"),
    (rows().encode("utf-16-le"), "is mostly null bytes"),
    (rows() + "\n2026-02-01,5,6,7", "has 4 cells, but the header has 2"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(
    spc: Spc, text: str | bytes, words: str
) -> None:
    code, told = spc(text)
    assert code == 1
    assert words in told
    assert told.startswith("goldthread: ")
    assert "Traceback" not in told


TREATED = [
    (rows([5] * 24), "No limits can be made"),
    (rows([5], MONTHS[:1]), "No limits can be made"),
    (rows(VALUES, MONTHS[::-1]), "have been sorted"),
    (with_one(""), "1 June 2024 has no value and is a gap."),
    (with_one("nan"), "1 June 2024 has no value and is a gap."),
    ("\ufeff" + rows(), "Variation: common_cause"),
    (rows(separator=";"), "Variation: common_cause"),
    (rows([f"{value},5" for value in VALUES], separator=";"), "read as decimal points"),
    (rows(VALUES, [45292 + 30 * n for n in range(24)]), "'45292' is 1 January 2024"),
    (
        rows(VALUES[:12], MONTHS[:12]) + "".join(f"\n2025-01-{day:02},4" for day in (1, 8, 15, 22)),
        "Some dates are a week apart and some a month",
    ),
]


@pytest.mark.parametrize(("text", "words"), TREATED)
def test_what_can_be_charted_says_how_it_was_treated(spc: Spc, text: str, words: str) -> None:
    code, told = spc(text)
    assert code == 0
    assert words in told


@pytest.mark.parametrize("target", ["nan", "inf", "-inf", "", "six"])
def test_a_target_that_is_no_finite_number_is_refused(spc: Spc, target: str) -> None:
    code, told = spc(rows(), "--target", target)
    assert code == 1
    assert "The option --target has" in told


def test_limits_fixed_after_more_points_than_there_are_say_so(spc: Spc) -> None:
    _, told = spc(rows(), "--fix-after", "100")
    assert "The limits were to be fixed after 100 points and there are 24" in told


def test_an_option_out_of_range_is_said_in_plain_words(spc: Spc) -> None:
    code, told = spc(rows(), "--fix-after", "1")
    assert code == 2
    assert "1 is below 2, the least there can be" in told


class TestTimeSinceTheLast:
    def test_rare_events_say_how_long_it_is_since_the_last(self, spc: Spc) -> None:
        listed = rows([1] * 6, EVENTS)
        _, told = spc(listed, "--chart", "auto", "--as-of", "2026-11-22")
        assert "84 days since the last, 30 August 2026, up to 22 November 2026." in told
        _, printed = spc(listed, "--chart", "auto", "--as-of", "2026-11-22", "--json")
        assert json.loads(printed)["summary"]["since_last"] == {
            "count": 84,
            "unit": "days",
            "last": "2026-08-30",
            "as_of": "2026-11-22",
        }

    def test_counts_by_month_say_how_many_months_without_any(self, spc: Spc) -> None:
        _, told = spc(rows([0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 0] * 2), "--chart", "auto")
        assert "2 periods without any since the last, 1 October 2025." in told

    def test_two_events_of_one_day_are_charted_where_each_row_is_an_event(self, spc: Spc) -> None:
        code, told = spc(rows([1] * 6, (*EVENTS[:1], *EVENTS[:5])), "--chart", "auto")
        assert code == 0
        assert "some on one day" in told

    def test_a_day_before_the_last_event_is_refused(self, spc: Spc) -> None:
        code, told = spc(rows([1] * 6, EVENTS), "--chart", "t", "--as-of", "2026-08-29")
        assert code == 1
        assert "which is before the last event" in told

    def test_other_charts_have_no_such_time(self, spc: Spc) -> None:
        _, printed = spc(rows(), "--json")
        assert json.loads(printed)["summary"]["since_last"] is None
