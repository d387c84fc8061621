"""`goldthread spc`."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

import click

from goldthread.cli.dates import read_date
from goldthread.cli.numbers import read_numbers
from goldthread.cli.pictures import picture_of, write_picture
from goldthread.cli.printing import print_json
from goldthread.cli.reading import need_column, read_table
from goldthread.cli.refusals import Refused
from goldthread.cli.series import Columns, Series, read_series

if TYPE_CHECKING:
    from goldthread.analytics.charts import Chart, Point, Wanted

_KINDS = ["xmr", "run", "p", "p-prime", "u", "u-prime", "c", "g", "t", "auto"]
# Two events may fall on one day; with auto, only where each row is an event.
_EVENTS = {"g": "yes", "t": "yes", "auto": "if all are 1"}
_OF_TOTALS = ("p", "p-prime", "u", "u-prime")


@click.command()
@click.argument("file")
@click.option("--date", "date_column", required=True, metavar="COLUMN", help="The dates.")
@click.option("--value", "value_column", required=True, metavar="COLUMN", help="Values or counts.")
@click.option(
    "--denominator",
    metavar="COLUMN",
    help="Totals or exposure to divide by: p and u charts need them.",
)
@click.option(
    "--chart", "kind", type=click.Choice(_KINDS), default="xmr", help="Kind of chart; auto chooses."
)
@click.option("--target", help="Judge the limits against this value.")
@click.option(
    "--improvement",
    type=click.Choice(["increase", "decrease", "neutral"]),
    help="Which way is better: increase, unless given.",
)
@click.option("--rebase", "rebases", multiple=True, metavar="DATE", help="New limits from here on.")
@click.option("--fix-after", type=click.IntRange(2), help="Make limits from the first N points.")
@click.option(
    "--as-of",
    metavar="DATE",
    help="The day that the time since the last rare event is counted to (today).",
)
@click.option("--screen/--no-screen", default=True, help="Drop outlying moving ranges first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--svg", "svg_file", metavar="OUT", help="Write the chart as a picture for pages.")
@click.option("--png", "png_file", metavar="OUT", help="Write the chart as a picture for slides.")
def command(
    file: str, as_json: bool, svg_file: str | None, png_file: str | None, **asked: Any
) -> None:
    """Chart of FILE.csv over time: limits, special cause and icons by Making Data Count."""
    try:
        chart = _chart(file, asked)
    except ValueError as error:
        raise Refused(str(error)) from error
    written = []
    if svg_file or png_file:
        columns, chosen = _columns(asked), asked["kind"] == "auto"
        picture = picture_of(chart, columns.value, columns.denominator, worked_out=chosen)
        written = write_picture(picture, svg_file, png_file)
    if as_json:
        print_json(as_object(chart))
    else:
        click.echo("\n".join([_in_words(chart), *written]))


def as_object(chart: Chart) -> dict[str, Any]:
    """What --json prints."""
    summary = {
        "chart": chart.kind,
        "points": len(chart.points),
        "variation": chart.variation,
        "assurance": chart.assurance,
        "trial_limits": chart.trial_limits,
        "screening": chart.screening,
        "target": chart.target,
        "improvement": chart.improvement,
        "why": chart.why,
        "enough": chart.enough,
        "runs": asdict(chart.runs) | {"signal": chart.runs.signal} if chart.runs else None,
        "since_last": _since(chart),
        "warnings": list(chart.warnings),
    }
    return {"points": [_point(point) for point in chart.points], "summary": summary}


def _since(chart: Chart) -> dict[str, Any] | None:
    since = chart.since_last
    if since is None:
        return None
    until = _written(since.until) if since.until else None
    return {"count": since.count, "unit": since.unit, "last": _written(since.last), "as_of": until}


def _chart(file: str, asked: dict[str, Any]) -> Chart:
    from goldthread.analytics.charts import make, make_best

    kind, columns = asked["kind"], _columns(asked)
    table = read_table(file)
    for column in (columns.date, columns.value, columns.denominator):
        if column:
            need_column(table, column, file)
    series = read_series(table, columns, events=_EVENTS.get(kind, "no"))
    if series.percent and (kind not in ("xmr", "run") or columns.denominator):
        raise Refused(
            f"The column '{columns.value}' has percent signs: a {kind} chart needs the counts and "
            "their totals. An XmR chart takes percentages."
        )
    wanted = _wanted(series, asked)
    if kind != "auto":
        made = make(kind, series.observations, wanted, why="This kind was asked for.")
    else:
        made = make_best(series.observations, wanted)
    if kind == "auto" and made.kind in ("g", "t") and asked["improvement"] is None:
        # Nobody said which way is better: events that are charted by what lies between them do harm.
        made = make_best(series.observations, replace(wanted, improvement="decrease"))
    if asked["as_of"] and made.kind in ("g", "t") and made.since_last is None:
        raise Refused(f"The option --as-of has '{asked['as_of']}', which is before the last event.")
    return replace(made, warnings=(*series.warnings, *made.warnings))


def _columns(asked: dict[str, Any]) -> Columns:
    kind, denominator = asked["kind"], asked["denominator"]
    if kind in _OF_TOTALS and denominator is None:
        raise Refused(f"A {kind} chart needs --denominator, the column of totals or exposure.")
    if kind in ("c", "g", "t") and denominator is not None:
        raise Refused(f"A {kind} chart has no denominator: use --chart p, u or auto.")
    return Columns(asked["date_column"], asked["value_column"], denominator)


def _wanted(series: Series, asked: dict[str, Any]) -> Wanted:
    from goldthread.analytics.charts import Wanted

    rebases = (
        read_date(typed, "The option --rebase", series.month_first) for typed in asked["rebases"]
    )
    return Wanted(
        improvement=asked["improvement"] or "increase",
        target=_target(asked["target"], asked["kind"], series.percent),
        rebases=tuple(rebases),
        fix_after=asked["fix_after"],
        screen=asked["screen"],
        until=_until(asked["as_of"], series.month_first),
    )


def _until(typed: str | None, month_first: bool) -> datetime:
    if typed is None:
        return datetime.combine(datetime.now().date(), time())
    return read_date(typed, "The option --as-of", month_first)


def _target(typed: str | None, kind: str, percent: bool) -> float | None:
    if typed is None:
        return None
    try:
        read = read_numbers([typed], "--target")
    except Refused as error:
        raise Refused(
            f"The option --target has '{typed}', which is not a finite number."
        ) from error
    target = read.values[0]
    if target is None:
        raise Refused("The option --target has no number.")
    if read.percent and not percent:
        target /= 100
    if kind in ("p", "p-prime") and not 0 <= target <= 1:
        raise Refused("The target of a share is from 0 to 1, or from 0% to 100%.")
    return target


def _point(point: Point) -> dict[str, Any]:
    return {
        "date": _written(point.at),
        "value": point.value,
        "mean": point.centre,
        "lpl": point.lower,
        "upl": point.upper,
        "near_lpl": point.near_lower,
        "near_upl": point.near_upper,
        "special_cause": point.special_cause,
        "point_type": point.point_type,
        "rebase_group": point.group,
    }


def _in_words(chart: Chart) -> str:
    centre = "median" if chart.kind in ("run", "g") else "mean"
    decimals = 4 if any(point.denominator for point in chart.points) else 2
    lines = [f"{'date':<12}{'value':>12}{centre:>12}{'lower':>12}{'upper':>12}  special cause"]
    for point in chart.points:
        numbers = "".join(
            f"{'none' if number is None else format(number, f'.{decimals}f'):>12}"
            for number in (point.value, point.centre, point.lower, point.upper)
        )
        cause = "" if point.special_cause == "none" else point.special_cause
        lines.append(f"{_written(point.at):<12}{numbers}  {cause}".rstrip())
    lines.append(f"{chart.kind} chart. {chart.why}")
    lines.append(f"Variation: {chart.variation}. Assurance: {chart.assurance or 'no target'}.")
    if chart.since_last:
        lines.append(f"{chart.since_last.sentence}.")
    if chart.runs:
        lines.append(chart.runs.sentence)
    if chart.kind in ("xmr", "t"):
        lines.append(
            f"Outlying moving ranges {'were' if chart.screening else 'were not'} screened."
        )
    if chart.trial_limits:
        lines.append("Trial limits: fewer than 13 points, so the limits will still move.")
    return "\n".join([*lines, *chart.warnings])


def _written(date: datetime) -> str:
    return date.isoformat() if date.time().isoformat() != "00:00:00" else date.date().isoformat()
