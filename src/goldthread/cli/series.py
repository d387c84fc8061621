"""A series from a table: what stands on each date, with its denominator where it has one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from goldthread.analytics.charts import Observation
from goldthread.cli.dates import Dates, read_dates
from goldthread.cli.numbers import Numbers, read_numbers
from goldthread.cli.reading import Table
from goldthread.cli.refusals import Refused


@dataclass(frozen=True)
class Columns:
    """The columns of a table that make a series."""

    date: str
    value: str
    denominator: str | None = None


@dataclass(frozen=True)
class Series:
    """As they stood in the file; `percent`: the values had percent signs."""

    observations: list[Observation]
    percent: bool
    month_first: bool
    warnings: list[str]


def read_series(table: Table, columns: Columns, *, events: str = "no") -> Series:
    """Refused, naming the row, for what cannot be read; a value that is missing is None.

    `events`: whether each row is an event, of which two may fall on one day: yes, no, or "if all
    are 1".
    """
    blank = [
        at
        for at, row in enumerate(table.rows)
        if not any(row[name].strip() for name in _used(columns))
    ]
    rows = [at for at in range(len(table.rows)) if at not in set(blank)]
    cells = {name: [table.rows[at][name] for at in rows] for name in _used(columns)}
    values = _numbers(table, cells[columns.value], columns.value, rows)
    under = _denominators(table, cells, columns, rows)
    dates = read_dates(cells[columns.date], rows)
    if all(value is None for value in values.values):
        raise Refused(f"The column '{columns.value}' holds no values to chart.")
    ones = events == "if all are 1" and all(value == 1 for value in values.values)
    if events != "yes" and not ones:
        _check_once(table, columns, dates, rows)
    left_out = (
        [f"{len(blank)} row(s) with neither a date nor a value were left out."] if blank else []
    )
    return Series(
        [
            Observation(*made)
            for made in zip(dates.moments, values.values, under.values, strict=True)
        ],
        values.percent,
        dates.month_first,
        [*left_out, *dates.warnings, *values.warnings, *under.warnings],
    )


def _denominators(
    table: Table, cells: dict[str, list[str]], columns: Columns, rows: list[int]
) -> Numbers:
    name = columns.denominator
    if not name:
        return Numbers([None] * len(rows))
    under = _numbers(table, cells[name], name, rows)
    if under.percent:
        raise Refused(f"The column '{name}' has percent signs: give the totals.")
    if all(total is None for total in under.values):
        raise Refused(f"The column '{name}' holds no denominators.")
    return under


def _used(columns: Columns) -> list[str]:
    return [name for name in (columns.date, columns.value, columns.denominator) if name]


def _numbers(table: Table, cells: list[str], column: str, rows: list[int]) -> Numbers:
    """Numbers of the rows that are used, with refusals that count all rows."""
    whole = [""] * len(table.rows)
    for at, cell in zip(rows, cells, strict=True):
        whole[at] = cell
    read = read_numbers(whole, column, table.separator)
    return Numbers([read.values[at] for at in rows], read.percent, read.warnings)


def _check_once(table: Table, columns: Columns, dates: Dates, rows: list[int]) -> None:
    """A date that stands twice often means several series: the refusal names what tells them apart."""
    held = sorted(zip(dates.moments, rows, strict=True))
    for moment, same in groupby(held, key=lambda pair: pair[0]):
        found = [at for _, at in same]
        if len(found) > 1:
            told = _apart(table, columns, found)
            raise Refused(
                f"The date {table.rows[found[0]][columns.date].strip()} stands twice (rows "
                f"{found[0]} and {found[1]}, {moment:%Y-%m-%d}): a chart needs one value a date.{told}"
            )


def _apart(table: Table, columns: Columns, found: list[int]) -> str:
    first, second = table.rows[found[0]], table.rows[found[1]]
    used = _used(columns)
    apart = [name for name in table.columns if name not in used and first[name] != second[name]]
    return f" They differ in '{apart[0]}': make one file for each." if apart else ""
