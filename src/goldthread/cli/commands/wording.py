"""`goldthread wording`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from goldthread.analytics.wording import KINDS, Finding, RulesRefused, find_wording, load_rules
from goldthread.cli.printing import print_json, with_progress
from goldthread.cli.reading import read_table, read_text, texts_of
from goldthread.cli.refusals import Refused


@click.command()
@click.argument("file")
@click.option("--text", "columns", multiple=True, metavar="COLUMN", help="Column of a CSV to read.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Look for this kind only."
)
@click.option("--rules", "rule_files", multiple=True, metavar="FILE.yaml", help="Your own rules.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str,
    columns: tuple[str, ...],
    kinds: tuple[str, ...],
    rule_files: tuple[str, ...],
    as_json: bool,
) -> None:
    """Find blame in narratives and reviews, and weak promises in actions.

    FILE is a CSV with --text COLUMN (several columns are read as one text, a line break between),
    a text file, or - for standard input.
    """
    if not columns and file.casefold().endswith(".csv"):
        raise click.UsageError("A CSV file needs --text COLUMN.")
    texts = (
        texts_of(read_table(file, keep_blank=True), columns, file) if columns else [read_text(file)]
    )
    try:
        rules = load_rules([Path(name) for name in rule_files])
    except RulesRefused as error:
        raise Refused(str(error)) from error
    found = [find_wording(text, kinds or KINDS, rules) for text in with_progress(texts, "Reading")]
    if as_json:
        rows = [
            {"row": at, "findings": [asdict(item) for item in items]}
            for at, items in enumerate(found)
        ]
        print_json({"rows": rows})
    else:
        click.echo(_in_words(found))


def _in_words(found: list[list[Finding]]) -> str:
    lines = [
        f"row {at}, '{item.text}' ({item.code}): {item.why} Ask: {item.ask}"
        for at, items in enumerate(found)
        for item in items
    ]
    return "\n".join([*lines, f"{len(lines)} found in {len(found)}."])
