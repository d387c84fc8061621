"""Which rows of a grid are titles, headings, records, totals and footnotes.

The heading row is the row, among the first forty, with the most headings we know; failing that,
the first row as wide as the table whose values look like names and not like data. A row just
above it whose values repeat or leave gaps is a heading of groups; a row just below it that holds
only names, or only notes such as ``dd/mm/yyyy``, belongs to the headings too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.interchange.importing import vocabulary
from goldthread.interchange.importing.reading.terms import (
    Column,
    SetAside,
    SourceRow,
    UnreadableFileError,
)

_SEARCHED = 40
_TOTAL = re.compile(
    r"\s*(grand |overall |sub ?-?)?(totals?|sums?|counts?|subtotals?|averages?|mean|median)\b.*|"
    r"\s*(number|no\.?|count|total number) of (incidents|records|rows|events|reports)\b.*|"
    r"\s*[\d,]+ (incidents|records|rows|events|reports|items)( (found|listed|returned|in total).*)?\.?\s*",
    re.IGNORECASE | re.DOTALL,
)
_FOOTNOTE = re.compile(
    r"\s*(end of (the )?(report|file|export|list|data|records)|"
    r"(report |data |list |file )?(generated|printed|produced|exported|extracted|created|run|correct|as at)"
    r" ?(on|by|at|from|as at|:)?\b|page \d+|source\s*:|notes?\s*:|n\.?b\.?\s|confidential|official\b|"
    r"filters?\s*:|parameters?\s*:|criteria\s*:|[©*†]|\(c\)|[-=_*]{3,})",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"\s*([-+£$]?[\d.,]+%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|\d{1,2}[:.]\d{2}.*|"
    r"\d{1,2}(st|nd|rd|th)? [A-Za-z]{3,9},? \d{2,4}.*|[MDCLXVI]{1,4}|[A-Z]{1,6}[-/]?\d{2,}[-/\d]*)\s*"
)
_FORMAT_NOTE = re.compile(
    r"\s*[(\[]?(d{1,2}[-/. ]m{1,3}[-/. ]y{2,4}.*|m{1,2}[-/. ]d{1,2}[-/. ]y{2,4}.*|"
    r"y{4}[-/. ]m{2}[-/. ]d{2}.*|hh:?mm(:?ss)?|24 ?h(ou)?r( clock)?|free ?text|text|number|numeric|"
    r"date|time|date ?time|code|list|drop ?-?down|choice|y/n|yes/no|mandatory|required|optional|"
    r"string|integer|varchar.*|char.*|int)[)\]]?\s*",
    re.IGNORECASE,
)
_FIELD_CODE = re.compile(r"\s*[a-z][a-z0-9]*(_[a-z0-9]+)+\s*|\s*[A-Z]{1,3}\d{2,4}\s*")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns, the records, the lines that are neither, and why the heading is the heading."""

    columns: tuple[Column, ...]
    rows: tuple[SourceRow, ...]
    set_aside: tuple[SetAside, ...]
    heading_lines: tuple[int, ...]
    why: str


def lay_out(grid: Sequence[SourceRow], heading_lines: tuple[int, ...] = ()) -> Layout:
    """Sort the rows of ``grid`` into headings, records and the rest.

    :param heading_lines: the one or two lines that hold the headings, when a person says so.
    :raises UnreadableFileError: when there is no table.
    """
    filled = [row for row in grid if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise UnreadableFileError("The file is empty: it holds no row with a value in it.")
    places, why = _told(filled, heading_lines) if heading_lines else _find_heading(filled)
    upper, lower, note = _parts(filled, places)
    columns = _columns(upper, lower, filled, places)
    body = filled[places[-1] + 1 :] if places else filled
    rows, aside = _sort_body(body, columns, [filled[place] for place in places])
    before = [
        SetAside(row.line, "title", _shown(row), "It stands above the headings.")
        for row in (filled[: places[0]] if places else [])
    ]
    noted = [
        SetAside(row.line, "heading", _shown(row), "It describes the headings above it.")
        for row in note
    ]
    lines = tuple(filled[place].line for place in places)
    return Layout(columns, tuple(rows), tuple(before + noted + aside), lines, why)


def _shown(row: SourceRow) -> str:
    seen = list(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
    return " | ".join(seen)[:160]


def _values(row: SourceRow) -> list[str]:
    return [cell.strip() for cell in row.cells if cell.strip()]


def _is_name(text: str) -> bool:
    return len(text) <= 120 and not _DATA.fullmatch(text)


def _told(rows: list[SourceRow], lines: tuple[int, ...]) -> tuple[list[int], str]:
    places = [place for place, row in enumerate(rows) if row.line in lines]
    if len(places) != len(lines):
        raise UnreadableFileError(
            f"Line {', '.join(map(str, lines))} holds no headings: it is blank or not in the file."
        )
    return places, "You named the heading lines."


def _find_heading(rows: list[SourceRow]) -> tuple[list[int], str]:
    head = rows[:_SEARCHED]
    known = [
        sum(vocabulary.is_known(value) for value in set(_values(row))) if _all_names(row) else 0
        for row in head
    ]
    if max(known) >= 2:
        place = known.index(max(known))
        why = f"It names {known[place]} columns in words that are known."
        return _with_neighbours(rows, place), why
    typical = _typical_width(rows)
    for place, row in enumerate(head[:-1] or head):
        if len(set(_values(row))) >= max(2, typical * 0.6):
            if not _all_names(row):
                break
            why = "It is the first row as wide as the table, and holds names and no data."
            return _with_neighbours(rows, place), why
    return [], "No row looks like headings, so the columns are named by their place."


def _all_names(row: SourceRow) -> bool:
    """Whether a row could be headings: short names, nearly all different or repeated in runs."""
    values = _values(row)
    names = sum(_is_name(value) for value in values)
    return len(values) >= 2 and names >= 0.9 * len(values)


def _typical_width(rows: list[SourceRow]) -> int:
    widths = Counter(len(_values(row)) for row in rows[:400])
    return max(widths, key=lambda width: (widths[width], width))


def _with_neighbours(rows: list[SourceRow], place: int) -> list[int]:
    places = [place]
    if place and _is_group_row(rows[place - 1], rows[place]):
        return [place - 1, place]
    if place + 1 < len(rows) and _continues_heading(rows[place], rows[place + 1]):
        places.append(place + 1)
    return places


def _is_group_row(above: SourceRow, heading: SourceRow) -> bool:
    """Whether ``above`` holds headings of groups of the columns named in ``heading``."""
    values = _values(above)
    if len(set(values)) < 2 or not _all_names(above) or above.line < heading.line - 1:
        return False
    last = max(place for place, cell in enumerate(above.cells) if cell.strip())
    wide = last >= max(2, len(_values(heading)) // 3)
    gaps_or_runs = len(set(values)) < len(_values(heading))
    headings_too = gaps_or_runs or _mostly_known(values)
    return wide and headings_too and not any(":" in value for value in values)


def _continues_heading(heading: SourceRow, below: SourceRow) -> bool:
    """Whether ``below`` is a second heading row: lower names under groups, or notes on format."""
    values = _values(below)
    if not values:
        return False
    notes = sum(bool(_FORMAT_NOTE.fullmatch(value)) for value in values)
    codes = sum(bool(_FIELD_CODE.fullmatch(value)) for value in values)
    if notes == len(values) or (codes == len(values) >= 3):
        return True
    above = [cell.strip() for cell in heading.cells]
    gaps = any(
        cell.strip() and not (above[place] if place < len(above) else "")
        for place, cell in enumerate(below.cells)
    )
    repeats = len(set(filter(None, above))) < len(list(filter(None, above)))
    known = sum(vocabulary.is_known(value) for value in values)
    fits = (gaps or repeats) and known >= 2
    return _all_names(below) and (fits or _mostly_known(values))


def _mostly_known(values: list[str]) -> bool:
    """Whether nearly all of a wide row are headings that are known; no record is like that."""
    known = sum(vocabulary.is_known(value) for value in values)
    return known >= max(4, 0.6 * len(values))


def _parts(
    rows: list[SourceRow], places: list[int]
) -> tuple[list[str], list[str], list[SourceRow]]:
    """Upper headings (groups), lower headings, and a second heading row that is only a note."""
    if not places:
        return [], [], []
    if len(places) == 1:
        return [], [cell.strip() for cell in rows[places[0]].cells], []
    upper = [cell.strip() for cell in rows[places[0]].cells]
    lower = [cell.strip() for cell in rows[places[1]].cells]
    used = [value for value in lower if value]
    if all(_FORMAT_NOTE.fullmatch(value) or _FIELD_CODE.fullmatch(value) for value in used):
        joined = [
            f"{name} ({lower[place]})"
            if place < len(lower) and _FORMAT_NOTE.fullmatch(lower[place])
            else name
            for place, name in enumerate(upper)
        ]
        return [], joined, [rows[places[1]]]
    return _spread(upper, lower), lower, []


def _spread(upper: list[str], lower: list[str]) -> list[str]:
    """Group headings carried to the right over the gaps a merged cell leaves."""
    spread: list[str] = []
    current = ""
    for place, label in enumerate(lower):
        own = upper[place] if place < len(upper) else ""
        if own:
            current = own if label else ""
        spread.append(own or (current if label else ""))
    return spread + upper[len(lower) :]


def _columns(
    upper: list[str], lower: list[str], rows: list[SourceRow], places: list[int]
) -> tuple[Column, ...]:
    body = rows[places[-1] + 1 :] if places else rows
    width = max([len(upper), len(lower), _body_width(body)])
    used = {place for row in body for place, cell in enumerate(row.cells) if cell.strip()}
    columns: list[Column] = []
    taken: Counter[str] = Counter()
    for place in range(width):
        group = " ".join(upper[place].split()) if place < len(upper) else ""
        label = " ".join(lower[place].split()) if place < len(lower) else ""
        if not (group or label) and place not in used:
            continue
        name = ": ".join(part for part in (group, label) if part) or f"Column {place + 1}"
        group, label = (
            "" if vocabulary.is_blank_heading(part) else part for part in (group, label)
        )
        taken[name] += 1
        if taken[name] > 1:
            name = f"{name} ({taken[name]})"
        columns.append(Column(place, name, label or group, group if label else ""))
    if not columns:
        raise UnreadableFileError("The file holds no table: no row has more than one value.")
    return tuple(columns)


def _body_width(body: list[SourceRow]) -> int:
    """The width most records have, so that one overlong row does not add a column."""
    widths = Counter(
        max((place + 1 for place, cell in enumerate(row.cells) if cell.strip()), default=0)
        for row in body[:1000]
    )
    common = [width for width, count in widths.items() if count >= 0.05 * sum(widths.values())]
    return max(common, default=0)


def _sort_body(
    body: list[SourceRow], columns: tuple[Column, ...], headings: list[SourceRow]
) -> tuple[list[SourceRow], list[SetAside]]:
    rows: list[SourceRow] = []
    aside: list[SetAside] = []
    repeated = {tuple(_values(row)) for row in headings}
    for row in body:
        values = _values(row)
        kind, why = ("", "") if row.damage else _kind_of(values, len(columns))
        if tuple(values) in repeated:
            kind, why = "repeated heading", "It repeats the headings."
        if kind:
            aside.append(SetAside(row.line, kind, _shown(row), why))
        else:
            rows.append(row)
    trailing = _trailing_notes(rows, len(columns))
    return rows[: len(rows) - len(trailing)], aside + trailing


def _kind_of(values: list[str], width: int) -> tuple[str, str]:
    few = len(values) <= max(2, width // 3)
    others_are_numbers = all(re.fullmatch(r"[\d.,% ]+", value) for value in values[1:])
    if _TOTAL.fullmatch(values[0]) and (few or others_are_numbers):
        return "total", "It begins like a total and has few other values."
    if width > 2 and len(values) <= 2 and _FOOTNOTE.match(values[0]):
        return "footnote", "It reads like a note on the report and has no other values."
    return "", ""


def _trailing_notes(rows: list[SourceRow], width: int) -> list[SetAside]:
    """Rows at the very end that hold one sentence and nothing else, in a table of many columns."""
    notes: list[SetAside] = []
    for row in reversed(rows):
        values = _values(row)
        alone = len(values) == 1 and width >= 4 and row.cells[0].strip() == values[0]
        if row.damage or not alone or len(values[0].split()) < 3:
            break
        why = "It is one sentence after the last record."
        notes.append(SetAside(row.line, "footnote", _shown(row), why))
    return notes[::-1]
