"""A mapping as a YAML file that a person can read, correct and use again.

::

    source_system: datix          # references are unique within a source system
    file: {encoding: cp1252, delimiter: ",", sheet: "", heading_lines: [1]}
    earliest_date: 1980-01-01
    fields:
      reference: {column: ID}
      occurred_on: {column: Incident Date, order: day-first}
      team: {column: Team / Locality, separator: " / ", part: 1}
      narrative: {columns: [Description, Outcome]}
      status: null                # never read this field
    values:
      harm: {"no harm": none, "low (minimal harm)": low}
      event_type: {"incident affecting patient": incident}
    ignore: [Row number]          # not kept with the incident

Everything may be left out; what is left out is guessed. ``part`` counts from 1 in the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml

from goldthread.interchange.importing.guessing.codes import EVENT_TYPES, HARMS
from goldthread.interchange.importing.reading.terms import ReadingOptions, Source
from goldthread.interchange.importing.terms import EARLIEST, FieldSource, ImportMapping
from goldthread.interchange.importing.values.harm import LEVELS
from goldthread.interchange.importing.vocabulary import FIELD_CODES

_TOP = ("source_system", "file", "earliest_date", "fields", "values", "ignore")
_FILE = ("encoding", "delimiter", "sheet", "heading_lines")
_FIELD = ("column", "columns", "order", "separator", "part", "why")
_ORDERS = ("day-first", "month-first")
_CODES = dict.fromkeys(HARMS, (*LEVELS, "unstated")) | {"event_type": EVENT_TYPES}


class MappingFileError(ValueError):
    """The mapping file cannot be used; the message says what in it and what is allowed."""


def write_mapping(mapping: ImportMapping, source: Source) -> str:
    """The YAML of a mapping, each guess with its reason."""
    form = source.form
    described = {
        "source_system": mapping.source_system,
        "file": {
            "encoding": form.encoding,
            "delimiter": form.delimiter,
            "sheet": form.sheet,
            "heading_lines": list(form.heading_lines),
        },
        "earliest_date": mapping.earliest,
        "fields": {code: _described(item) for code, item in mapping.fields.items()},
        "values": {code: dict(meanings) for code, meanings in mapping.values.items()},
        "ignore": list(mapping.ignored),
    }
    unused = _unused(mapping, source)
    opening = (
        "# How goldthread import read a file. Correct what is wrong and pass it back with "
        "--mapping.\n# Columns kept with the incident but not read as a field: "
        f"{', '.join(unused) or 'none'}.\n"
    )
    body = yaml.safe_dump(described, sort_keys=False, allow_unicode=True, width=100)
    return opening + body


def _described(item: FieldSource) -> dict[str, Any]:
    columns = list(item.columns)
    shown: dict[str, Any] = {"column": columns[0]} if len(columns) == 1 else {"columns": columns}
    if item.order:
        shown["order"] = item.order
    if item.separator:
        shown |= {"separator": item.separator, "part": item.part + 1}
    return shown | ({"why": item.why} if item.why else {})


def _unused(mapping: ImportMapping, source: Source) -> list[str]:
    used = {name for item in mapping.fields.values() for name in item.columns}
    return [
        column.name
        for column in source.columns
        if column.name not in used and column.name not in mapping.ignored
    ]


def read_mapping(text: str) -> ImportMapping:
    """The mapping a YAML file gives; see the module for its shape.

    :raises MappingFileError: for anything that is not understood.
    """
    try:
        given = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        raise MappingFileError(f"The mapping file is not valid YAML{where}.") from None
    top = _table(given, "The mapping file", _TOP)
    file = _table(top.get("file") or {}, "“file”", _FILE)
    fields = _table(top.get("fields") or {}, "“fields”", FIELD_CODES)
    values = _table(top.get("values") or {}, "“values”", tuple(_CODES))
    return ImportMapping(
        fields={code: _field(code, item) for code, item in fields.items()},
        values={code: _meanings(code, item) for code, item in values.items()},
        source_system=_words(top.get("source_system"), "source_system"),
        reading=ReadingOptions(
            encoding=_words(file.get("encoding"), "encoding"),
            delimiter=str(file.get("delimiter") or ""),
            sheet=_words(file.get("sheet"), "sheet"),
            heading_lines=_lines(file.get("heading_lines")),
        ),
        earliest=_earliest(top.get("earliest_date")),
        ignored=tuple(_names(top.get("ignore") or [], "ignore")),
    )


def check_columns(mapping: ImportMapping, source: Source) -> None:
    """Refuse a mapping that names columns the file does not have.

    :raises MappingFileError: naming the nearest column there is.
    """
    names = [column.name for column in source.columns]
    for code, item in mapping.fields.items():
        for name in item.columns:
            if name not in names:
                raise MappingFileError(
                    f"The mapping reads {code} from a column “{name}”, which the file does not "
                    f"have.{_nearest(name, names)} Its columns are: {', '.join(names)}."
                )


def _nearest(name: object, names: Iterable[str]) -> str:
    near = get_close_matches(str(name), list(names), n=1, cutoff=0.6)
    return f" Did you mean “{near[0]}”?" if near else ""


def _table(given: object, where: str, allowed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise MappingFileError(f"{where} should be a list of names with their values.")
    for key in given:
        if key not in allowed:
            raise MappingFileError(
                f"{where} has “{key}”, which is not known.{_nearest(key, allowed)} "
                f"Known are: {', '.join(allowed)}."
            )
    return given


def _field(code: str, given: object) -> FieldSource:
    if given is None or given is False:
        return FieldSource((), "You said not to read this field.", given=True)
    if isinstance(given, str):
        return FieldSource((given,), "You named this column.", given=True)
    if isinstance(given, list):
        return FieldSource(tuple(_names(given, code)), "You named these columns.", given=True)
    table = _table(given, f"“{code}”", _FIELD)
    columns = _names(table.get("columns") or [table.get("column")], code)
    order = str(table.get("order") or "")
    if order and order not in _ORDERS:
        raise MappingFileError(f"The order of “{code}” is “{order}”; it is {' or '.join(_ORDERS)}.")
    part = table.get("part", 1)
    if not isinstance(part, int) or part not in (1, 2):
        raise MappingFileError(f"The part of “{code}” is “{part}”; it is 1 or 2.")
    return FieldSource(
        tuple(columns),
        str(table.get("why") or "You named this column."),
        str(table.get("separator") or ""),
        part - 1,
        order,
        given=True,
    )


def _meanings(code: str, given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise MappingFileError(f"The values of “{code}” should be a list of value: meaning.")
    allowed = _CODES[code]
    meanings = {}
    for value, meaning in given.items():
        # YAML reads a bare none as text, but no and null as themselves.
        word = {None: "unstated", False: "none"}.get(meaning, str(meaning).casefold())
        if word not in allowed:
            raise MappingFileError(
                f"The value “{value}” of {code} is given the meaning “{meaning}”, which is not "
                f"known.{_nearest(word, allowed)} Known are: {', '.join(allowed)}."
            )
        meanings[_as_written(value)] = word
    return meanings


def _as_written(value: object) -> str:
    return {None: "none", True: "yes", False: "no"}.get(value, str(value)).casefold()  # type: ignore[call-overload]


def _words(given: object, key: str) -> str:
    if given is None:
        return ""
    if isinstance(given, dict | list):
        raise MappingFileError(f"“{key}” should be one value.")
    return str(given)


def _names(given: object, key: str) -> list[str]:
    names = given if isinstance(given, list) else [given]
    if not all(isinstance(name, str | int | float) for name in names):
        raise MappingFileError(f"“{key}” should name a column, or a list of columns.")
    return [str(name) for name in names]


def _lines(given: object) -> tuple[int, ...]:
    lines = given if isinstance(given, list) else [given] if given else []
    if not all(isinstance(line, int) and line > 0 for line in lines) or len(lines) > 2:
        raise MappingFileError("“heading_lines” is one or two line numbers, counted from 1.")
    return tuple(lines)


def _earliest(given: object) -> date:
    if given is None:
        return EARLIEST
    if not isinstance(given, date):
        raise MappingFileError("“earliest_date” is a date written like 1980-01-01.")
    return given
