"""Labels that people put on rows, as columns of a table hold them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import click

from goldthread.cli.reading import Table, need_column
from goldthread.cli.refusals import Refused

_YES, _NO = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}


@dataclass(frozen=True)
class Labelled:
    """The labels, the rows somebody labelled, and the truth of those rows (rows × labels)."""

    labels: list[str]
    rows: list[int]
    truth: list[list[bool]]


def by_codes(table: Table, column: str, path: str) -> Labelled:
    """One column with a code, or several joined by semicolons. A blank cell is not labelled."""
    need_column(table, column, path)
    codes = [
        list(dict.fromkeys(code.strip() for code in row[column].split(";") if code.strip()))
        for row in table.rows
    ]
    labels = sorted({code for held in codes for code in held})
    rows = [at for at, held in enumerate(codes) if held]
    return Labelled(labels, rows, [[label in codes[at] for label in labels] for at in rows])


def by_columns(table: Table, named: Sequence[str], path: str) -> Labelled:
    """One column a label, 1 or 0 in it. A row with nothing in any of them is not labelled."""
    labels = list(dict.fromkeys(one for names in named for one in _columns(table, names, path)))
    rows = [at for at, row in enumerate(table.rows) if any(row[one].strip() for one in labels)]
    truth = [[_mark(table.rows[at][one], at, one) for one in labels] for at in rows]
    return Labelled(labels, rows, truth)


def _columns(table: Table, names: str, path: str) -> list[str]:
    """Column names joined by commas; a name may hold commas itself, quoted or not."""
    quoted = next(csv.reader([names]), [])
    if quoted and all(name.strip() in table.columns for name in quoted):
        return [name.strip() for name in quoted]
    pieces, found, at = names.split(","), [], 0
    while at < len(pieces):
        for end in range(len(pieces), at, -1):
            name = ",".join(pieces[at:end]).strip()
            if name in table.columns:
                found.append(name)
                at = end
                break
        else:
            name = pieces[at].strip()
            need_column(table, name, path)
            raise click.UsageError(f"'{names}' names no column between its commas.")
    return found


def _mark(cell: str, row: int, column: str) -> bool:
    held = cell.strip().casefold()
    if held in _YES:
        return True
    if held in _NO or not held:
        return False
    raise Refused(f"Row {row} holds '{cell[:40]}' in column '{column}', where 0 or 1 belongs.")
