"""`goldthread spc`."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from statistics import median
from typing import Any

import click

from goldthread.cli.printing import print_json
from goldthread.cli.reading import Table, need_column, read_table
from goldthread.cli.refusals import Refused

_DATE_FORMS = ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m", "%d %B %Y", "%d %b %Y", "%b %Y", "%B %Y")


@dataclass(frozen=True)
class Series:
    """Points in the order of their dates, and what was done to get them so."""

    dates: list[datetime]
    values: list[float]
    warnings: list[str]


@click.command()
@click.argument("file")
@click.option("--date", "date_column", required=True, metavar="COLUMN", help="The dates.")
@click.option("--value", "value_column", required=True, metavar="COLUMN", help="The values.")
@click.option("--chart", type=click.Choice(["xmr"]), default="xmr", help="The kind of chart.")
@click.option("--target", type=float, help="Judge the limits against this value.")
@click.option(
    "--improvement",
    type=click.Choice(["increase", "decrease", "neutral"]),
    default="increase",
    help="Which way is better.",
)
@click.option("--rebase", "rebases", multiple=True, metavar="DATE", help="New limits from here on.")
@click.option("--fix-after", type=click.IntRange(2), help="Make limits from the first N points.")
@click.option("--screen/--no-screen", default=True, help="Drop outlying moving ranges first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(file: str, date_column: str, value_column: str, as_json: bool, **asked: Any) -> None:
    """XmR chart of FILE.csv by Making Data Count: limits, special cause and icons."""
    table = read_table(file)
    for column in (date_column, value_column):
        need_column(table, column, file)
    series = _series(table, date_column, value_column)
    made = _chart(series, asked)
    if as_json:
        print_json(made)
    else:
        click.echo(_in_words(made))


def _series(table: Table, date_column: str, value_column: str) -> Series:
    pairs, blank = [], 0
    for at, row in enumerate(table.rows):
        if not row[value_column].strip():
            blank += 1
            continue
        pairs.append((_date(row[date_column], f"Row {at}"), _value(row[value_column], at)))
    if not pairs:
        raise Refused(f"The column '{value_column}' holds no values to chart.")
    dates = [date for date, _ in pairs]
    warnings = [f"{blank} row(s) without a value were left out."] if blank else []
    if dates != sorted(dates):
        warnings.append("The rows were not in order of date and have been sorted.")
    pairs.sort(key=lambda pair: pair[0])
    ordered = [date for date, _ in pairs]
    twice = next((a for a, b in itertools.pairwise(ordered) if a == b), None)
    if twice:
        raise Refused(f"The date {_written(twice)} stands twice: a chart needs one value a date.")
    return Series(ordered, [value for _, value in pairs], warnings + _uneven(ordered))


def _chart(series: Series, asked: dict[str, Any]) -> dict[str, Any]:
    from goldthread.analytics import spc

    rebases = [_date(typed, "The option --rebase") for typed in asked["rebases"]]
    groups = [sum(date >= rebase for rebase in rebases) for date in series.dates]
    try:
        chart = spc.xmr(
            series.values,
            improvement=asked["improvement"],
            group=groups,
            fix_after=asked["fix_after"],
            screen=asked["screen"],
        )
    except ValueError as error:
        raise Refused(str(error)) from error
    points = [
        {
            "date": _written(date),
            "value": series.values[at],
            "mean": _number(chart.mean[0, at]),
            "lpl": _number(chart.lpl[0, at]),
            "upl": _number(chart.upl[0, at]),
            "near_lpl": _number(chart.near_lpl[0, at]),
            "near_upl": _number(chart.near_upl[0, at]),
            "special_cause": spc.SPECIAL_CAUSES[chart.special_cause[0, at]],
            "point_type": spc.POINT_TYPES[chart.point_type[0, at]],
            "rebase_group": groups[at],
        }
        for at, date in enumerate(series.dates)
    ]
    limits = (float(chart.lpl[0, -1]), float(chart.upl[0, -1]))
    trial = any(groups.count(group) < spc.TRIAL_BELOW for group in set(groups))
    last = str(points[-1]["point_type"])
    summary = {
        "chart": "xmr",
        "points": len(points),
        "variation": spc.variation_icon(last, asked["improvement"]),
        "assurance": spc.assurance_icon(asked["target"], *limits, asked["improvement"]),
        "trial_limits": trial,
        "screening": asked["screen"],
        "target": asked["target"],
        "improvement": asked["improvement"],
        "warnings": series.warnings,
    }
    return {"points": points, "summary": summary}


def _in_words(made: dict[str, Any]) -> str:
    lines = [f"{'date':<12}{'value':>12}{'mean':>12}{'lower':>12}{'upper':>12}  special cause"]
    for point in made["points"]:
        numbers = "".join(
            f"{'none' if point[name] is None else format(point[name], '.2f'):>12}"
            for name in ("value", "mean", "lpl", "upl")
        )
        cause = "" if point["special_cause"] == "none" else point["special_cause"]
        lines.append(f"{point['date']:<12}{numbers}  {cause}".rstrip())
    said = made["summary"]
    lines.append(f"Variation: {said['variation']}. Assurance: {said['assurance'] or 'no target'}.")
    lines.append(f"Outlying moving ranges {'were' if said['screening'] else 'were not'} screened.")
    if said["trial_limits"]:
        lines.append("Trial limits: fewer than 13 points, so the limits will still move.")
    return "\n".join([*lines, *said["warnings"]])


def _date(typed: str, where: str) -> datetime:
    text = typed.strip()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        pass
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    raise Refused(f"{where} has '{typed}' for a date: write it as 2026-11-21 or 21/11/2026.")


def _value(typed: str, at: int) -> float:
    try:
        value = float(typed.strip().removesuffix("%").replace(",", ""))
    except ValueError as error:
        raise Refused(f"Row {at} has '{typed}' for a value, which is not a number.") from error
    if not isfinite(value):
        raise Refused(f"Row {at} has '{typed}' for a value, which is not a finite number.")
    return value


def _uneven(dates: list[datetime]) -> list[str]:
    gaps = [(after - before).total_seconds() for before, after in itertools.pairwise(dates)]
    if len(gaps) < 3 or max(gaps) <= 1.6 * median(gaps):
        return []
    return [
        "The dates are not evenly spaced: a gap or a change of frequency can mislead the rules."
    ]


def _written(date: datetime) -> str:
    return date.isoformat() if date.time().isoformat() != "00:00:00" else date.date().isoformat()


def _number(value: Any) -> float | None:
    return float(value) if isfinite(value) else None
