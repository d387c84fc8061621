"""What an import found, for a person to read, for a program to use, and to put right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from goldthread.interchange.importing.reading.terms import Source
from goldthread.interchange.importing.terms import (
    Converted,
    Draft,
    FieldSource,
    ImportMapping,
    ImportWarning,
)
from goldthread.interchange.importing.vocabulary import LABELS

_SHOWN = 10


def as_json(source: Source, mapping: ImportMapping, found: Converted) -> dict[str, Any]:
    """The result as JSON values.

    ``accepted``, ``rejected`` and ``skipped`` count rows. ``mapping`` gives for each of our
    fields the column it is read from, or a list of columns. ``warnings`` are tables of ``code``,
    ``message``, ``column``, ``rows`` and ``lines`` (the first twenty). ``rejects`` and ``skips``
    list each such row. ``file`` says how the file was read, ``fields`` why each column was chosen,
    and ``summary`` counts what was accepted, to set beside the old system's own figures.
    """
    return {
        "accepted": len(found.drafts),
        "rejected": len(found.rejects),
        "skipped": len(found.skips),
        "warnings": [
            {
                "code": warning.code,
                "message": warning.message,
                "column": warning.column,
                "rows": warning.rows,
                "lines": list(warning.lines),
            }
            for warning in found.warnings
        ],
        "mapping": {code: _columns(item) for code, item in mapping.fields.items()},
        "rejects": [
            {"line": row.line, "column": row.column, "reason": row.reason} for row in found.rejects
        ],
        "skips": [
            {"line": row.line, "reference": row.reference, "reason": row.reason}
            for row in found.skips
        ],
        "file": _file(source),
        "fields": {code: _field(item) for code, item in mapping.fields.items()},
        "values": {code: dict(meanings) for code, meanings in mapping.values.items()},
        "unmapped": unmapped(source, mapping),
        "summary": summary(found.drafts),
    }


def _columns(item: FieldSource) -> str | list[str]:
    return item.columns[0] if len(item.columns) == 1 else list(item.columns)


def _field(item: FieldSource) -> dict[str, Any]:
    return {
        "columns": list(item.columns),
        "order": item.order,
        "separator": item.separator,
        "part": item.part + 1 if item.separator else None,
        "why": item.why,
    }


def _file(source: Source) -> dict[str, Any]:
    form = source.form
    return {
        "kind": form.kind,
        "encoding": form.encoding,
        "delimiter": form.delimiter,
        "sheet": form.sheet,
        "heading_lines": list(form.heading_lines),
        "rows": len(source.rows),
        "why": dict(form.why),
        "set_aside": [
            {"line": line.line, "kind": line.kind, "text": line.text, "why": line.why}
            for line in source.set_aside
        ],
    }


def unmapped(source: Source, mapping: ImportMapping) -> list[str]:
    """The columns that are read as no field; their values are kept with each incident."""
    used = {name for item in mapping.fields.values() for name in item.columns}
    return [
        column.name
        for column in source.columns
        if column.name not in used and column.name not in mapping.ignored
    ]


def summary(drafts: Iterable[Draft]) -> dict[str, dict[str, int]]:
    """Accepted rows counted by team, category, harm and month."""
    counts: dict[str, Counter[str]] = {
        key: Counter() for key in ("team", "category", "harm", "event_type", "by_month")
    }
    for draft in drafts:
        counts["team"][draft.team or "(blank)"] += 1
        counts["category"][draft.category or "(blank)"] += 1
        counts["harm"][draft.harm or draft.physical_harm or "(not stated)"] += 1
        counts["event_type"][draft.event_type] += 1
        month = f"{draft.occurred_on:%Y-%m}" if draft.occurred_on else "(not known)"
        counts["by_month"][month] += 1
    return {
        key: dict(sorted(found.items()) if key == "by_month" else found.most_common())
        for key, found in counts.items()
    }


def as_text(source: Source, mapping: ImportMapping, found: Converted) -> str:
    """The result as lines for a person at a terminal."""
    lines = [*_file_lines(source), "", "Columns"]
    width = max((len(LABELS[code]) for code in mapping.fields), default=0)
    for code, item in mapping.fields.items():
        part = f", part {item.part + 1} at {item.separator!r}" if item.separator else ""
        order = f", {item.order}" if item.order else ""
        lines.append(f"  {LABELS[code]:<{width}}  {' + '.join(item.columns)}{part}{order}")
    rest = unmapped(source, mapping)
    if rest:
        more = f" and {len(rest) - _SHOWN:,} more" if len(rest) > _SHOWN else ""
        lines.append(f"  Kept with each incident: {', '.join(rest[:_SHOWN])}{more}")
    lines += ["", *_count_lines(found)]
    return "\n".join(lines)


def _file_lines(source: Source) -> list[str]:
    form = source.form
    names = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    how = (
        f"{form.encoding}, values separated by {names.get(form.delimiter, form.delimiter)}"
        if form.kind == "csv"
        else f"{form.kind.upper()}, sheet “{form.sheet}”"
    )
    heading = " and ".join(map(str, form.heading_lines)) or "none"
    rows = "1 row" if len(source.rows) == 1 else f"{len(source.rows):,} rows"
    lines = [f"Read {rows} ({how}; headings on line {heading})."]
    lines += [
        f"  Line {line.line} is not a record ({line.kind}): {line.text[:60]}"
        for line in source.set_aside[:_SHOWN]
    ]
    return lines


def _where(warning: ImportWarning) -> str:
    if not warning.rows:
        return ""
    if warning.rows == 1:
        return f" Line {warning.lines[0]}."
    return f" {warning.rows:,} rows, the first on line {warning.lines[0]}."


def _count_lines(found: Converted) -> list[str]:
    lines = [
        f"Accepted {len(found.drafts):,}, rejected {len(found.rejects):,}, "
        f"skipped {len(found.skips):,}."
    ]
    if found.warnings:
        lines += ["", "Warnings"]
    for warning in found.warnings:
        rows = _where(warning)
        column = f"{warning.column}: " if warning.column else ""
        lines.append(f"  {column}{warning.message}{rows}")
    if found.rejects:
        lines += ["", "Rejected rows"]
    for row in found.rejects[:_SHOWN]:
        column = f", {row.column}" if row.column else ""
        lines.append(f"  Line {row.line}{column}: {row.reason}")
    if len(found.rejects) > _SHOWN:
        lines.append(
            f"  … and {len(found.rejects) - _SHOWN:,} more (--rejects FILE writes them all)"
        )
    return lines
