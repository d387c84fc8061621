"""Charts written to files."""

from __future__ import annotations

from math import ceil, log10
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli.refusals import Refused

if TYPE_CHECKING:
    from goldthread.analytics.charts import Chart
    from goldthread.analytics.drawing import Picture


def picture_of(chart: Chart, value: str, denominator: str | None, *, worked_out: bool) -> Picture:
    """The chart with the words that the columns give it; `worked_out`: what lies between
    events was made from their dates or counts, and is not the column itself."""
    from goldthread.analytics.drawing import Picture

    if chart.kind in ("p", "p-prime"):
        label = f"{value}, as a share of {denominator}"
        return Picture(chart, value, label, unit="share")
    if denominator and chart.kind not in ("c", "g", "t"):
        per = _readable(chart)
        label = f"{value} per {per:,} {denominator}" if per > 1 else f"{value} per {denominator}"
        return Picture(chart, value, label, unit="rate", per=per)
    if worked_out and chart.kind == "t":
        return Picture(chart, f"Days between: {value}", "Days since the one before", unit="days")
    if worked_out and chart.kind == "g":
        return Picture(chart, f"Time between: {value}", "Days or periods since the one before")
    return Picture(chart, value, value)


def write_picture(picture: Picture, svg_file: str | None, png_file: str | None) -> list[str]:
    """Writes what is asked for and returns a line for each file. Refused where one cannot be."""
    from goldthread.analytics.drawing import png, svg

    told = []
    for name, make in ((svg_file, lambda: svg(picture).encode()), (png_file, lambda: png(picture))):
        if name:
            try:
                Path(name).write_bytes(make())
            except OSError as error:
                raise Refused(f"'{name}' cannot be written: {error.strerror}.") from error
            told.append(f"Written to {name}.")
    return told


def _readable(chart: Chart) -> int:
    """The power of ten that makes the centre of a rate at least 1."""
    centre = next((point.centre for point in reversed(chart.points) if point.centre), 1.0)
    return 10 ** max(0, ceil(-log10(centre)))
