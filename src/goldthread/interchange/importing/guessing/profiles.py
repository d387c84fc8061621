"""What a column holds, measured: dates, times, harm words, long text, all different or few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from goldthread.interchange.importing.reading.terms import Column, Source
from goldthread.interchange.importing.values.blanks import is_blank, tidy
from goldthread.interchange.importing.values.dates import NotADateError, read_moment
from goldthread.interchange.importing.values.harm import rank, read_harm
from goldthread.interchange.importing.values.times import NotATimeError, read_time

_SAMPLE = 2_000


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) are of the values that are not blank; ``counts`` counts each whole value.

    ``filled`` is the share of rows with a value; ``distinct`` the share of values that are
    different; ``rows`` how many values were looked at.
    """

    column: Column
    counts: Counter[str]
    rows: int
    filled: float
    distinct: float
    mean_length: float
    dates: float
    times: float
    harm_words: float
    harm_codes: float
    numbers: float
    is_counter: bool


def profile_columns(source: Source) -> tuple[Profile, ...]:
    """A profile of every column, from an even sample of at most two thousand sound rows."""
    rows = [row for row in source.rows if not row.damage]
    step = max(1, len(rows) // _SAMPLE)
    sample = rows[::step]
    return tuple(
        _profile(
            column,
            [row.cells[column.index] if column.index < len(row.cells) else "" for row in sample],
        )
        for column in source.columns
    )


def _profile(column: Column, cells: list[str]) -> Profile:
    values = [tidy(cell) for cell in cells if not is_blank(cell)]
    counts = Counter(values)
    total = len(values)

    def share(test: Callable[[str], bool]) -> float:
        kept = sum(count for value, count in counts.items() if test(value))
        return kept / total if total else 0.0

    return Profile(
        column=column,
        counts=counts,
        rows=total,
        filled=total / len(cells) if cells else 0.0,
        distinct=len(counts) / total if total else 0.0,
        mean_length=sum(map(len, values)) / total if total else 0.0,
        dates=share(_is_date),
        times=share(_is_time),
        harm_words=share(lambda value: read_harm(value) not in ("", "unstated")),
        harm_codes=share(lambda value: rank(value) is not None or _is_letter(value)),
        numbers=share(_is_number),
        is_counter=_counts_up(values),
    )


def _is_date(value: str) -> bool:
    if len(value) > 40:
        return False
    try:
        read_moment(value)
    except NotADateError as error:
        return "calendar" in str(error)
    return True


def _is_time(value: str) -> bool:
    if len(value) > 15:
        return False
    try:
        read_time(value)
    except NotATimeError:
        return False
    return True


def _is_letter(value: str) -> bool:
    return len(value) == 1 and value.upper() in "ABCDEFNLMS"


def _is_number(value: str) -> bool:
    return value.replace(".", "", 1).replace(",", "").lstrip("-").isdecimal()


def _counts_up(values: list[str]) -> bool:
    """Whether the values are whole numbers that only rise: a row counter, or an issued number."""
    if len(values) < 2 or not all(value.isdecimal() for value in values[:500]):
        return False
    numbers = [int(value) for value in values if value.isdecimal()]
    return all(later > earlier for earlier, later in pairwise(numbers))
