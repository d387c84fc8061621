"""`goldthread similar`."""

from __future__ import annotations

from typing import Any

import click

from goldthread.analytics.texts.meaning import VectorsMissing
from goldthread.analytics.texts.similar import MANY_QUERIES, Hit, Likeness
from goldthread.analytics.texts.words import is_blank
from goldthread.cli.printing import print_json, say_cut_short, say_on_screen
from goldthread.cli.reading import read_table, texts_of
from goldthread.cli.refusals import Refused

_SHOWN = 100  # characters of a text


@click.command()
@click.argument("file")
@click.option(
    "--text", "columns", multiple=True, required=True, metavar="COLUMN", help="Column to read."
)
@click.option("--query", metavar="WORDS", help="What to look for, as you would say it.")
@click.option("--queries", metavar="FILE.csv", help="A file with many things to look for.")
@click.option("--query-text", "query_columns", multiple=True, metavar="COLUMN", help="Its column.")
@click.option(
    "--each-alone", is_flag=True, help="Answer each of many queries as if it were the only one."
)
@click.option("--top", type=click.IntRange(1, 10_000), default=10, help="How many to show.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str,
    columns: tuple[str, ...],
    query: str | None,
    queries: str | None,
    query_columns: tuple[str, ...],
    each_alone: bool,
    top: int,
    as_json: bool,
) -> None:
    """Find the rows of FILE.csv (counted from 0) most like what you look for, by words and
    meaning. Fifty queries or more are answered together: a row that is like many of them is put
    back, unless --each-alone."""
    if (query is None) == (queries is None):
        raise click.UsageError("Give --query or --queries, one of the two.")
    if (queries is None) != (not query_columns):
        raise click.UsageError("--queries and --query-text belong together.")
    texts = texts_of(read_table(file, keep_blank=True), columns, file)
    asked = [query or ""]
    if queries is not None:
        asked = texts_of(read_table(queries, keep_blank=True), query_columns, queries)
    say_cut_short(texts)
    try:
        say_on_screen(f"Reading {len(texts):,} texts")
        found = _found(texts, asked, top, each_alone)
    except VectorsMissing as error:
        raise Refused(str(error)) from error
    if as_json:
        print_json({"queries": [_row(*one) for one in zip(asked, found, strict=True)]})
    else:
        click.echo("\n".join(_in_words(*one, texts) for one in zip(asked, found, strict=True)))


def _found(texts: list[str], asked: list[str], top: int, each_alone: bool) -> list[list[Hit]]:
    if each_alone or len(asked) < MANY_QUERIES:
        return Likeness.of(texts).most_like(asked, top)
    return Likeness.of(texts, asked).best_matches(asked, top)


def _row(query: str, hits: list[Hit]) -> dict[str, Any]:
    held: dict[str, Any] = {"query": query, "hits": [{"row": h.at, "score": h.score} for h in hits]}
    return held if hits else held | {"reason": _reason(query)}


def _in_words(query: str, hits: list[Hit], texts: list[str]) -> str:
    lines = [f"{_short(query) or 'an empty query'}:"]
    lines += [f"  row {hit.at} ({hit.score:.2f}): {_short(texts[hit.at])}" for hit in hits]
    return "\n".join(lines if hits else [*lines, f"  {_reason(query)}"])


def _reason(query: str) -> str:
    if is_blank(query):
        return "There are no words to look for."
    return "No row has anything in common with it."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
