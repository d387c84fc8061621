"""Tables go out as data, never as a program."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from goldthread.interchange.exporting import tables

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =HYPERLINK(1)",
    "＝1+1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_like_text_is_made_plain_in_csv(text):
    written = tables.csv_text(["Note"], [[text]], byte_order_mark=False)
    cell = list(csv.reader(io.StringIO(written, newline="")))[1][0]
    assert cell == "'" + text


@pytest.mark.parametrize("text", ["-2", "+3.5", "plain", "", "a=b", "50%", "O'Brien"])
def test_harmless_text_is_left_alone(text):
    assert tables.safe_text(text) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), min_size=1))
def test_every_csv_cell_comes_back_or_is_only_prefixed(cells):
    written = tables.csv_text(["x"] * len(cells), [cells])
    assert written.startswith("\ufeff")
    back = list(csv.reader(io.StringIO(written[1:], newline="")))[1]
    assert back == [tables.safe_text(cell) for cell in cells]


def test_times_are_shown_in_local_time_and_nothing_is_none():
    moment = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
    row = [moment, date(2026, 11, 21), None, True, -3]
    written = tables.csv_text(list("abcde"), [row], byte_order_mark=False)
    assert written.splitlines()[1] == "2026-07-01 14:05,2026-11-21,,Yes,-3"


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_holds_no_formula_and_no_link(text):
    data = tables.xlsx_bytes(["Note"], [[text], ["https://example.org"]])
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        page = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page
    assert b"hyperlink" not in page
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[1][0].strip() == text.strip()


def test_a_workbook_keeps_dates_numbers_and_says_where_text_is_cut():
    moment = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
    data = tables.xlsx_bytes(["a", "b", "c"], [[moment, 7, "x" * 40_000]], sheet="A/B:C")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["A B C"]
    when, number, text = book.get_sheet_by_index(0).to_python()[1]
    assert (when, number) == (datetime(2026, 7, 1, 14, 5), 7)
    assert len(text) == 32_767
    assert text.endswith("the CSV export has all of it)")


def test_a_table_longer_than_a_sheet_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(tables, "XLSX_MAX_ROWS", 3)
    with pytest.raises(tables.TableTooLongError, match="Export as CSV"):
        tables.xlsx_bytes(["a"], [[1], [2], [3]])
