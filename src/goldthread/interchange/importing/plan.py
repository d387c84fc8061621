"""A file read, its mapping found and its rows converted: everything short of writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from goldthread.interchange.importing.converting import convert
from goldthread.interchange.importing.guessing import guess_mapping
from goldthread.interchange.importing.mapping_file import check_columns
from goldthread.interchange.importing.reading import ReadingOptions, Source, read_source
from goldthread.interchange.importing.rejects import is_rejects_file, read_rejects
from goldthread.interchange.importing.terms import Converted, ImportMapping


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import of one file would do."""

    source: Source
    mapping: ImportMapping
    found: Converted


def plan_import(
    data: bytes,
    today: date,
    given: ImportMapping | None = None,
    options: ReadingOptions | None = None,
) -> Plan:
    """Read ``data`` and decide about every row, writing nothing.

    :param given: what a person decided, from a mapping file; the rest is guessed.
    :param options: how the file is written, over what the mapping says.
    :raises UnreadableFileError: when the file is not a table.
    :raises MappingFileError: when the mapping names columns the file does not have.
    """
    given = given or ImportMapping({})
    if is_rejects_file(data):
        source = read_rejects(data)
    else:
        source = read_source(data, _together(given.reading, options))
    check_columns(given, source)
    mapping = guess_mapping(source, given)
    return Plan(source, mapping, convert(source, mapping, today))


def _together(first: ReadingOptions, over: ReadingOptions | None) -> ReadingOptions:
    if over is None:
        return first
    chosen = {
        name: value
        for name in ("encoding", "delimiter", "sheet", "heading_lines")
        if (value := getattr(over, name))
    }
    return replace(first, **chosen)
