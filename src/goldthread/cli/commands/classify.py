"""`goldthread classify train` and `goldthread classify predict`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from goldthread.analytics.texts.classify import Classifier, NothingToLearn, Suggestion
from goldthread.analytics.texts.meaning import VectorsMissing
from goldthread.analytics.texts.stored import ModelRefused
from goldthread.cli.labelling import Labelled, by_codes, by_columns
from goldthread.cli.printing import print_json, say_cut_short, say_on_screen
from goldthread.cli.reading import read_table, texts_of
from goldthread.cli.refusals import Refused

TEXT = click.option(
    "--text", "columns", multiple=True, required=True, metavar="COLUMN", help="Column to read."
)


@click.group()
def command() -> None:
    """Learn your own categories from labelled rows, and suggest them for new ones."""


@command.command()
@click.argument("file")
@TEXT
@click.option("--labels", metavar="COLUMN", help="Column with a code, or several joined by ';'.")
@click.option(
    "--label-columns", multiple=True, metavar="A,B,…", help="One column a label, 0 or 1 in it."
)
@click.option("--model", required=True, metavar="OUT", help="The file to write.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def train(
    file: str,
    columns: tuple[str, ...],
    labels: str | None,
    label_columns: tuple[str, ...],
    model: str,
    as_json: bool,
) -> None:
    """Learn from FILE.csv (several --text columns are read as one text). Rows without a label, and
    rows without a word, are left out."""
    if bool(labels) == bool(label_columns):
        raise click.UsageError("Give --labels COLUMN or --label-columns A,B,…, one of the two.")
    table = read_table(file, keep_blank=True)
    texts = texts_of(table, columns, file)
    held = by_codes(table, labels, file) if labels else by_columns(table, label_columns, file)
    say_cut_short(texts)
    try:
        made = Classifier.train(
            [texts[at] for at in held.rows], held.truth, held.labels, say_on_screen
        )
        made.write(Path(model))
    except (NothingToLearn, VectorsMissing) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"The file '{model}' cannot be written: {error.strerror}.") from error
    _tell(_account(held, made, len(texts), model), as_json)


@command.command()
@click.argument("file")
@TEXT
@click.option("--model", required=True, metavar="FILE", help="What 'classify train' wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def predict(file: str, columns: tuple[str, ...], model: str, as_json: bool) -> None:
    """Suggest labels for the rows of FILE.csv, counted from 0. A person decides."""
    texts = texts_of(read_table(file, keep_blank=True), columns, file)
    try:
        classifier = Classifier.read(Path(model))
        say_cut_short(texts)
        found = classifier.suggest(texts)
    except (ModelRefused, VectorsMissing) as error:
        raise Refused(str(error)) from error
    if as_json:
        print_json({"rows": [_row(at, one) for at, one in enumerate(found)]})
    else:
        click.echo("\n".join(_in_words(at, one) for at, one in enumerate(found)))


def _row(at: int, found: Suggestion) -> dict[str, Any]:
    labels = [{"code": code, "probability": chance} for code, chance in found.labels]
    return {"row": at, "labels": labels, "suggested": found.suggested}


def _in_words(at: int, found: Suggestion) -> str:
    chances = dict(found.labels)
    told = ", ".join(f"{code} ({chances[code]:.0%})" for code in found.suggested)
    if not any(chances.values()):
        return f"row {at}: nothing, for there are no words to read"
    return f"row {at}: {told or 'nothing is likely enough'}"


def _account(held: Labelled, made: Classifier, rows: int, model: str) -> dict[str, Any]:
    few = [label for label, learnt in zip(made.labels, made.learnt, strict=True) if not learnt]
    return {
        "model": model,
        "labels": made.labels,
        "rows": len(held.rows),
        "not_labelled": rows - len(held.rows),
        "too_few_to_learn": few,
    }


def _tell(account: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(account)
        return
    lines = [f"Learnt {len(account['labels'])} labels from {account['rows']} rows."]
    if account["not_labelled"]:
        lines.append(f"{account['not_labelled']} rows without a label were left out.")
    if account["too_few_to_learn"]:
        lines.append(
            "Not learnt, for want of two rows with and two without: "
            f"{', '.join(account['too_few_to_learn'])}."
        )
    click.echo("\n".join([*lines, f"Written to {account['model']}."]))
