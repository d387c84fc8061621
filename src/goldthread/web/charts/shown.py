"""A picture as its page shows it: the image in two widths, the verdict, the table, the downloads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from goldthread.analytics import drawing
from goldthread.analytics.charts.chart import KINDS
from goldthread.analytics.drawing import AnyPicture, Picture, icons, words
from goldthread.web.charts.addresses import FORMS, Address, marked

_NUMBERS = ("Value", "Count", "Out of", "Mean", "Median", "Centre", "Lower limit", "Upper limit")


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
class Column:
    """The heading of a column, and whether it holds numbers."""

    name: str
    number: bool


@dataclass(frozen=True)
class ChartShown:
    """What the macro `chart` draws. `about` says what was measured with which chart, `why`
    why with that one."""

    title: str
    alternative: str
    wide: Image
    narrow: Image
    verdicts: tuple[Verdict, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]
    downloads: tuple[tuple[str, str], ...]
    about: str = ""
    why: str = ""
    warnings: tuple[str, ...] = ()
    since_last: str = ""


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
        columns=tuple(Column(name, name in _NUMBERS) for name in table.columns),
        rows=table.rows,
        downloads=tuple(
            (form.upper(), marked(request, address(form), mark, save="1")) for form in FORMS
        ),
        **about,
    )


def _about(picture: Picture) -> dict[str, Any]:
    chart = picture.chart
    about = f"{picture.value_label}. {KINDS.get(chart.kind, chart.kind)}."
    since = f"{chart.since_last.sentence}." if chart.since_last else ""
    return {"about": about, "why": chart.why, "warnings": chart.warnings, "since_last": since}


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
    name, meaning = (words.VARIATION | words.ASSURANCE)[code]
    return Verdict(drawn, name, f"{meaning[0].upper()}{meaning[1:]}.")
