"""`goldthread themes`."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from goldthread.analytics.texts.meaning import VectorsMissing
from goldthread.analytics.texts.themes import ThemeModel, fit_themes
from goldthread.cli.printing import print_json, say_cut_short, say_on_screen
from goldthread.cli.reading import need_column, read_table, texts_of
from goldthread.cli.refusals import Refused


@click.command()
@click.argument("file")
@click.option(
    "--text", "columns", multiple=True, required=True, metavar="COLUMN", help="Column to read."
)
@click.option("--number", type=click.IntRange(1, 500), help="How many themes; found when left out.")
@click.option("--labels", metavar="COLUMN", help="Categories of your own to set the themes beside.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str, columns: tuple[str, ...], number: int | None, labels: str | None, as_json: bool
) -> None:
    """Gather the rows of FILE.csv (counted from 0) into themes, each with the terms that tell it
    and the rows nearest its middle. A row that fits none has no theme."""
    table = read_table(file, keep_blank=True)
    texts = texts_of(table, columns, file)
    if labels:
        need_column(table, labels, file)
    say_cut_short(texts)
    say_on_screen(f"Gathering {len(texts):,} texts")
    try:
        model = fit_themes(texts, number=number)
    except VectorsMissing as error:
        raise Refused(str(error)) from error
    own = [row[labels].strip() for row in table.rows] if labels else None
    held = _as_json(model, own)
    if as_json:
        print_json(held)
    else:
        click.echo(_in_words(held))


def _as_json(model: ThemeModel, own: list[str] | None) -> dict[str, Any]:
    rows = list(model.members.values())
    themes = [
        {
            "id": one.id,
            "name": one.name,
            "terms": list(one.terms),
            "size": one.size,
            "exemplars": [int(row) for row in one.exemplars],
        }
        for one in model.themes
    ]
    held: dict[str, Any] = {
        "themes": themes,
        "rows": [{"row": at, "theme": theme} for at, theme in enumerate(rows)],
    }
    if own is None:
        return held
    for theme in themes:
        theme["labels"] = _common_labels(theme["id"], rows, own)
    return held | {"agreement": _agreement(rows, own)}


def _common_labels(theme: Any, rows: list[str | None], own: list[str]) -> list[dict[str, Any]]:
    """The three categories of your own that most rows of the theme carry."""
    counts = Counter(label for at, label in zip(rows, own, strict=True) if at == theme and label)
    return [{"label": label, "rows": number} for label, number in counts.most_common(3)]


def _agreement(rows: list[str | None], own: list[str]) -> float | None:
    """Adjusted Rand index (Hubert and Arabie 1985) over the rows that have both: 1 is the same
    grouping, 0 what chance gives. None where fewer than two rows have both."""
    from sklearn.metrics import adjusted_rand_score

    both = [(theme, label) for theme, label in zip(rows, own, strict=True) if theme and label]
    if len(both) < 2:
        return None
    return float(adjusted_rand_score([label for _, label in both], [theme for theme, _ in both]))


def _in_words(held: dict[str, Any]) -> str:
    lines = []
    for theme in held["themes"]:
        shown = ", ".join(str(row) for row in theme["exemplars"])
        lines.append(f"{theme['id']}, {theme['size']} rows: {', '.join(theme['terms'])}")
        lines.append(f"  such as row {shown}")
        lines += [f"  {one['rows']} of them '{one['label']}'" for one in theme.get("labels", ())]
    without = sum(row["theme"] is None for row in held["rows"])
    lines.append(f"{without} of {len(held['rows'])} rows fit no theme.")
    if held.get("agreement") is not None:
        lines.append(
            f"Agreement with your own categories: {held['agreement']:.2f} (1 is the same)."
        )
    return "\n".join(lines)
