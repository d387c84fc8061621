"""`goldthread personal-data`."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

import click

from goldthread.analytics.personal_data import LABELS, Span, find_personal_data, replace
from goldthread.cli.printing import print_json, with_progress
from goldthread.cli.reading import Table, read_table, read_text, texts_of

NOTE = "Read the result yourself: a rare story can identify a person without any name."


@click.command()
@click.argument("file")
@click.option("--text", "columns", multiple=True, metavar="COLUMN", help="Column of a CSV to read.")
@click.option(
    "--name", "known_names", multiple=True, help="A name that is known to be in the text."
)
@click.option("--redact", is_flag=True, help="Print the text with each one replaced.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str, columns: tuple[str, ...], known_names: tuple[str, ...], redact: bool, as_json: bool
) -> None:
    """Find names, NHS numbers, dates of birth, contacts, addresses and record numbers.

    FILE is a CSV with --text COLUMN (several columns are read as one text, a line break between),
    a text file, or - for standard input.
    """
    if not columns and file.casefold().endswith(".csv"):
        raise click.UsageError("A CSV file needs --text COLUMN.")
    table = read_table(file, keep_blank=True) if columns else None
    if redact and not as_json and table:
        texts_of(table, columns, file)
        click.echo(_redacted_table(table, columns, known_names), nl=False)
        return
    texts = texts_of(table, columns, file) if table else [read_text(file)]
    found = [find_personal_data(text, known_names) for text in with_progress(texts, "Reading")]
    if as_json:
        print_json({"rows": [_row(at, texts[at], spans, redact) for at, spans in enumerate(found)]})
    elif redact:
        click.echo(replace(texts[0], found[0]), nl=False)
    else:
        click.echo(_in_words(found))


def _row(at: int, text: str, spans: list[Span], redact: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"row": at, "spans": [asdict(span) for span in spans]}
    return row | {"redacted": replace(text, spans)} if redact else row


def _redacted_table(table: Table, columns: tuple[str, ...], known: tuple[str, ...]) -> str:
    """The same CSV, its text columns redacted; a name seen in one column counts in the others.
    No cell is left that a spreadsheet would run as a formula."""
    from goldthread.interchange.exporting.tables import safe_text

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(map(safe_text, table.columns))
    for row in with_progress(table.rows, "Reading"):
        cells = row | _redacted_cells(row, columns, known)
        writer.writerow([safe_text(cells[column]) for column in table.columns])
    return out.getvalue()


def _redacted_cells(
    row: dict[str, str], columns: tuple[str, ...], known: tuple[str, ...]
) -> dict[str, str]:
    spans = find_personal_data("\n".join(row[column] for column in columns), known)
    cells, start = {}, 0
    for column in columns:
        end = start + len(row[column])
        inside = [
            Span(max(span.start, start) - start, min(span.end, end) - start, span.kind, span.text)
            for span in spans
            if span.start < end and span.end > start
        ]
        cells[column] = replace(row[column], inside)
        start = end + 1
    return cells


def _in_words(found: list[list[Span]]) -> str:
    lines = [
        f"row {at}, characters {span.start} to {span.end}, {LABELS[span.kind]}: {span.text}"
        for at, spans in enumerate(found)
        for span in spans
    ]
    rows = f"{len(found)} {'text' if len(found) == 1 else 'texts'}"
    return "\n".join([*lines, f"{len(lines)} found in {rows}. {NOTE}"])
