"""Numbers and dates as people write them: read in the one way they can be, or refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.cli.dates import read_dates
from goldthread.cli.numbers import read_numbers
from goldthread.cli.refusals import Refused


def numbers(*cells, separator=","):
    return read_numbers(cells, "n", separator)


def dates(*cells):
    read = read_dates(cells, range(len(cells)))
    return [moment.strftime("%Y-%m-%d") for moment in read.moments], read.warnings


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("-3.5", -3.5),
        ("−3", -3),
        ("+3", 3),
        (".5", 0.5),
        ("1.2e3", 1200),
        ("1,234", 1234),
        ("1,234.5", 1234.5),
        ("12,345,678", 12_345_678),
        ("1 234", 1234),
        ("1\u00a0234\u00a0567", 1_234_567),
        ("£1,250.00", 1250),
        ("12.5%", 12.5),
        ("12.5 %", 12.5),
        ("3,5", 3.5),
        ("1.234,5", 1234.5),
        ("1.234.567", 1_234_567),
        ("0,512", 0.512),
        ("1.234", 1.234),
        ("007", 7),
    ],
)
def test_one_number_is_read_as_a_person_would(cell, value):
    assert numbers(cell).values == [value]


@pytest.mark.parametrize("cell", ["", "n/a", "-", "NULL", "not known", "#N/A", "nan"])
def test_a_cell_that_says_nothing_is_no_value(cell):
    assert numbers(cell, "3").values == [None, 3]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("x", "not a number"),
        ("1_000", "not a number"),
        ("12,34,5", "not a number"),
        ("1.2.3", "not a number"),
        ("3 apples", "not a number"),
        ("(5)", "not a number"),
        ("0x1A", "not a number"),
        ("<5", "hides a small number"),
        ("inf", "not a finite number"),
        ("-Infinity", "not a finite number"),
        ("1e999", "not a finite number"),
    ],
)
def test_what_is_no_finite_number_is_refused_with_its_row(cell, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        numbers("1", cell)
    assert "Row 1" in str(refusal.value)


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (("1,234", "987"), ";"),
        (("1.234", "987"), ";"),
        (("1,234", "1.234"), ","),
        (("3,5", "3.5"), ","),
        (("3,5", "1,234.5"), ","),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_refused(cells, separator):
    with pytest.raises(Refused, match="column 'n'"):
        numbers(*cells, separator=separator)


def test_one_sure_number_settles_how_the_whole_column_is_read():
    assert numbers("1,234", "3,5", separator=";").values == [1.234, 3.5]
    assert numbers("1,234", "1,234.5", separator=";").values == [1234, 1234.5]
    assert "as decimal points" in numbers("3,5").warnings[0]
    assert "as thousands" in numbers("1,234").warnings[0]


def test_percent_signs_stand_everywhere_or_nowhere():
    assert numbers("12%", "0", "3%").percent is True
    with pytest.raises(Refused, match="everywhere or nowhere"):
        numbers("12%", "0.03")


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_with_and_without_thousands_are_the_same(number):
    assert numbers(f"{number:,}", "1,000.5").values[0] == number
    assert numbers(str(number)).values == [number]


@given(st.text(max_size=12))
def test_any_text_is_a_number_nothing_or_refused(text):
    try:
        assert len(numbers(text).values) == 1
    except Refused as refusal:
        assert str(refusal)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01T09:30:00Z", "2024-03-01"),
        ("01/03/2024", "2024-03-01"),
        ("1.3.2024", "2024-03-01"),
        ("1 March 2024", "2024-03-01"),
        ("Mar 2024", "2024-03-01"),
        ("Mar-24", "2024-03-01"),
        ("2024-03", "2024-03-01"),
        ("2024", "2024-01-01"),
        ("20240301", "2024-03-01"),
        ("45352", "2024-03-01"),
        ("01/03/24", "2024-03-01"),
        ("2024-W09-5", "2024-03-01"),
    ],
)
def test_one_date_is_read_as_a_person_would(cell, day):
    assert dates(cell)[0] == [day]


def test_two_digit_years_are_read_and_said():
    found, warnings = dates("01/03/24", "01/04/24")
    assert found == ["2024-03-01", "2024-04-01"]
    assert warnings == ["Years have two digits: '01/03/24' was read as 1 March 2024."]


def test_month_first_is_known_by_one_date_and_said():
    found, warnings = dates("04/01/2024", "04/15/2024")
    assert found == ["2024-04-01", "2024-04-15"]
    assert "month first" in warnings[0]


def test_a_column_with_both_orders_is_refused():
    with pytest.raises(Refused, match="write all of them one way"):
        dates("15/04/2024", "04/15/2024")


@pytest.mark.parametrize("cell", ["", "soon", "31/02/2024", "2024-13-01", "1 March 2024 at night"])
def test_what_is_no_date_is_refused_with_its_row(cell):
    with pytest.raises(Refused, match="Row 0 has"):
        dates(cell)
