"""A picture as its page shows it: the image in two widths, the verdict, the table, the downloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from goldthread.analytics import drawing
from goldthread.analytics.charts.chart import KINDS
from goldthread.analytics.drawing import AnyPicture, Picture, icons
from goldthread.web.charts.addresses import Address, marked

_NUMBERS = ("Count", "Out of", "Mean", "Median", "Centre", "Lower limit", "Upper limit")
_DOWNLOADS = (("Picture (SVG)", "svg"), ("Picture (PNG)", "png"), ("Numbers (CSV)", "csv"))


@dataclass(frozen=True)
class Image:
    """Where an image is, and its size in pixels, so that the page does not jump."""

    src: str
    width: int
    height: int


@dataclass(frozen=True)
class Verdict:
    """An icon (hidden from screen readers) with its short name and its meaning in a sentence."""

    icon: SafeString
    name: str
    meaning: str


@dataclass(frozen=True)
class ChartShown:
    """What the macro `chart` draws. `kind` and `why` say which chart this is and why."""

    title: str
    alternative: str
    wide: Image
    narrow: Image
    verdicts: tuple[Verdict, ...]
    columns: tuple[str | tuple[str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    downloads: tuple[tuple[str, str], ...]
    kind: str = ""
    why: str = ""
    warnings: tuple[str, ...] = ()


def shown(request: HttpRequest, picture: AnyPicture, address: Address) -> ChartShown:
    """`address` gives where each form of this same picture is served; see `address_of`."""
    mark = drawing.fingerprint(picture)
    table = drawing.table(picture)
    svg = address("svg")
    about = _about(picture) if isinstance(picture, Picture) else {}
    return ChartShown(
        title=picture.title,
        alternative=f"{picture.title}. {drawing.description(picture)}",
        wide=Image(marked(request, svg, mark), *drawing.size(picture)),
        narrow=Image(
            marked(request, svg, mark, narrow="1"), *drawing.size(picture, drawing.NARROW)
        ),
        verdicts=_verdicts(picture),
        columns=tuple(
            (name, "num") if name in _NUMBERS or (at == 1 and _over_time(picture)) else name
            for at, name in enumerate(table.columns)
        ),
        rows=table.rows,
        downloads=tuple(
            (words, marked(request, address(form), mark, save="1")) for words, form in _DOWNLOADS
        ),
        **about,
    )


def _over_time(picture: AnyPicture) -> bool:
    return isinstance(picture, Picture)


def _about(picture: Picture) -> dict[str, Any]:
    chart = picture.chart
    return {"kind": KINDS.get(chart.kind, ""), "why": chart.why, "warnings": chart.warnings}


def _verdicts(picture: AnyPicture) -> tuple[Verdict, ...]:
    """Variation and assurance; none where there is too little to judge."""
    if not isinstance(picture, Picture) or drawing.too_few(picture):
        return ()
    chart = picture.chart
    codes = [code for code in (chart.variation, chart.assurance) if code in icons.SHORT]
    told = [_verdict(code) for code in codes if code is not None]
    if chart.runs and told:
        told[0] = Verdict(told[0].icon, told[0].name, chart.runs.sentence)
    return tuple(told)


def _verdict(code: str) -> Verdict:
    drawn = mark_safe(icons.icon(code, named=False))  # noqa: S308 - our own drawing
    return Verdict(drawn, icons.SHORT[code], icons.MEANING[code])
