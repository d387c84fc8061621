"""A chart over time in words and numbers, for those who do not see it and those who check it."""

from __future__ import annotations

from goldthread.analytics.charts.chart import Point
from goldthread.analytics.drawing import looks, words
from goldthread.analytics.drawing.lettering import clean
from goldthread.analytics.drawing.over_time import figures_of, too_few
from goldthread.analytics.drawing.pictures import Marker, Picture, Table

_MOST_TOLD = 5


def description(picture: Picture) -> str:
    """What is measured, the period, the latest value, limits, verdicts and special causes."""
    chart, dates = picture.chart, words.Dates.of(point.at for point in picture.chart.points)
    said = [picture.value_label]
    if chart.points:
        first, last = dates.long(chart.points[0].at), dates.long(chart.points[-1].at)
        count = len(chart.points)
        said[0] += f", {first} to {last}, {count} point{'' if count == 1 else 's'}"
    sentence = too_few(picture)
    told = [sentence] if sentence else _told(picture, dates)
    markers = [f"{words.day(m.at)}: {clean(m.label)}" for m in _in_order(picture)]
    if markers:
        told.append(f"Marked on the chart: {'; '.join(markers)}")
    return words.sentences([*said, *told, picture.description])


def _told(picture: Picture, dates: words.Dates) -> list[str]:
    chart, figures = picture.chart, figures_of(picture)
    known = [point for point in chart.points if words.known(point.value) is not None]
    last = known[-1]
    told = [f"Latest: {figures.value(last.value)} in {dates.long(last.at)}"]
    if not dates.monthly:
        told = [f"Latest: {figures.value(last.value)} on {dates.long(last.at)}"]
    if chart.since_last:
        told.append(chart.since_last.sentence)
    told.append(_limits(chart.kind, last, figures))
    if chart.improvement in words.BETTER:
        told.append(words.BETTER[chart.improvement])
    told.append(chart.runs.sentence if chart.runs else words.verdict(chart.variation))
    if chart.target is not None:
        told.append(f"Target: {figures.limit(chart.target)}")
        told.append(words.verdict(chart.assurance))
    told.append(_special(known, figures, dates))
    if chart.trial_limits:
        told.append("The limits are trial limits, because there are few points")
    return told


def _limits(kind: str, last: Point, figures: words.Figures) -> str:
    centre = words.CENTRES.get(kind, "Mean")
    parts = [f"{centre} {figures.limit(last.centre)}"] if last.centre is not None else []
    if last.lower is not None and last.upper is not None:
        parts.append(f"limits {figures.limit(last.lower)} to {figures.limit(last.upper)}")
    elif last.upper is not None:
        parts.append(f"upper limit {figures.limit(last.upper)}")
    return words.listed(parts)


def _special(known: list[Point], figures: words.Figures, dates: words.Dates) -> str:
    found = [point for point in known if point.special_cause != "none"]
    if not found:
        return "No special cause was found"
    said = [
        f"{dates.long(p.at)}, {figures.value(p.value)}, {words.cause(p.special_cause).lower()}"
        for p in found[-_MOST_TOLD:]
    ]
    more = (
        f"{len(found)} points are special cause" if len(found) > 1 else "1 point is special cause"
    )
    which = "" if len(found) <= _MOST_TOLD else f"; the last {_MOST_TOLD} are"
    return f"{more}{which}: {'; '.join(said)}"


def _in_order(picture: Picture) -> list[Marker]:
    return sorted(picture.markers, key=lambda marker: (marker.at, marker.label))


def _columns(picture: Picture) -> list[str]:
    points = picture.chart.points
    counted = any(p.numerator is not None or p.denominator is not None for p in points)
    centre = words.CENTRES.get(picture.chart.kind, "Mean")
    limited = any(p.upper is not None for p in points)
    columns = ["Date", "Value"]
    columns += ["Count", "Out of"] if counted else []
    columns += [centre]
    columns += ["Lower limit", "Upper limit"] if limited else []
    columns += ["Special cause"]
    return columns + (["Marked"] if picture.markers else [])


def table(picture: Picture) -> Table:
    """The numbers as a person reads them; every point has a row, the unknown too."""
    figures, columns = figures_of(picture), _columns(picture)
    dates = words.Dates.of(point.at for point in picture.chart.points)
    marked = _marked(picture)
    rows = []
    for index, point in enumerate(picture.chart.points):
        row: list[object] = [dates.long(point.at), figures.value(words.known(point.value))]
        if "Out of" in columns:
            row += [_count(point.numerator), _count(point.denominator)]
        row.append(figures.limit(words.known(point.centre)))
        if "Upper limit" in columns:
            row += [figures.limit(words.known(value)) for value in (point.lower, point.upper)]
        row.append(_cause(point, picture.chart.improvement))
        if picture.markers:
            row.append("; ".join(marked.get(index, [])))
        rows.append(tuple(row))
    since = picture.chart.since_last
    if since:
        said = ["Since then", f"{since.count:,} {since.unit} so far"]
        rows.append((*said, *[""] * (len(columns) - len(said))))
    return Table(tuple(columns), tuple(rows))


def _count(value: float | None) -> str:
    held = words.known(value)
    return "" if held is None else f"{held:,.6f}".rstrip("0").rstrip(".")


def _cause(point: Point, improvement: str) -> str:
    if point.special_cause == "none":
        return ""
    mark = looks.MARKS[looks.mark_of(point.point_type, improvement)]
    said = words.cause(point.special_cause)
    return said if mark is looks.MARKS["common_cause"] else f"{mark.words}. {said}"


def _marked(picture: Picture) -> dict[int, list[str]]:
    """The markers by the point in whose time they fall: the last that began before."""
    found: dict[int, list[str]] = {}
    points = picture.chart.points
    for marker in _in_order(picture):
        index = sum(point.at <= marker.at for point in points) - 1
        found.setdefault(max(index, 0), []).append(f"{words.day(marker.at)}: {clean(marker.label)}")
    return found


def data(picture: Picture) -> Table:
    """The same for a spreadsheet: dates, plain numbers in the chart's own unit, and codes."""
    marked = _marked(picture)
    columns = (
        "date", "value", "numerator", "denominator", "centre", "lower_limit", "upper_limit",
        "target", "special_cause", "point_type", "rebase_group", "marked",
    )  # fmt: skip
    rows = tuple(
        (
            p.at if p.at.time() != p.at.time().min else p.at.date(),
            *map(words.known, (p.value, p.numerator, p.denominator, p.centre, p.lower, p.upper)),
            picture.chart.target,
            p.special_cause,
            p.point_type,
            p.group,
            "; ".join(marked.get(index, [])),
        )
        for index, p in enumerate(picture.chart.points)
    )
    return Table(columns, rows)
