"""Charts of measures, each with what it says in a sentence; the drawing engine of every page."""

from __future__ import annotations

from goldthread.analytics import drawing
from goldthread.analytics.drawing import Picture, words
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import (
    Asked,
    ChartKept,
    Claim,
    Section,
    plain,
    too_little,
)
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.sections.reporting import measure_href, source_of
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.insight.measures import pictures, queries, wording
from goldthread.domain.insight.measures.definitions import Measure, measures
from goldthread.domain.insight.measures.queries import Reader, Series, Slice

MONTHS = 24
FILED = {
    "reporting": ("learning_culture", "processes"),
    "harm": ("learning_culture", "outcomes"),
    "handling": ("learning_culture", "processes"),
    "learning": ("improvement", "processes"),
    "practice": ("governance", "observation"),
    "escalation": ("pathways", "processes"),
    "restrictions": ("safeguarding", "processes"),
}


@section("charts")
def charts(asked: Asked, _: Meeting | None) -> Section:
    """Each measure over two years, until the end of the days."""
    chosen = [measures()[code] for code in asked.definition.charts]
    reader = Reader(asked.reader, asked.unit, (asked.unit,), asked.outside)
    found = queries.all_series(reader, chosen, Slice(asked.unit), MONTHS, at=asked.ends)
    claims, drawn = [], []
    for measure in chosen:
        series = found[measure.code]
        picture = pictures.picture_of(series, asked.unit.name)
        claims.append(_claim(asked, measure, series, picture))
        if picture is not None and not drawing.too_few(picture):
            drawn.append(kept(picture, measure_href(asked, measure.code)))
    return Section(
        "charts",
        "What changed beyond chance",
        "A chart tells usual variation from a change that has a cause. One month up or down by "
        "itself says nothing.",
        tuple(claims),
        (),
        tuple(drawn),
    )


def _claim(asked: Asked, measure: Measure, series: Series, picture: Picture | None) -> Claim:
    href, source = measure_href(asked, measure.code), source_of(measure.code)
    about = FILED.get(measure.group, ())
    if series.last is None or picture is None:
        return too_little(
            f"{measure.label}: no whole month since the first report has a value to chart yet.",
            source,
            href,
            about=about,
        )
    last = wording.of_spot(measure, series.last)
    said = f"{measure.label}: {last} in {wording.period(series.last.months)}"
    if drawing.too_few(picture):
        return too_little(
            f"{said}. Too few months are known to tell whether it changed.", source, href,
            about=about,
        )  # fmt: skip
    return Claim(f"{said}. {_verdict(picture)}", Strength.CHARTED, source, href, about=about)


def _verdict(picture: Picture) -> str:
    chart = picture.chart
    said = chart.runs.sentence if chart.runs else words.verdict(chart.variation)
    sentences = [said, words.verdict(chart.assurance)]
    return " ".join(f"{one.rstrip('.')}." for one in sentences if one)


def kept(picture: Picture | drawing.Funnel, href: str) -> ChartKept:
    """A picture as the pack keeps it."""
    table = drawing.table(picture)
    return ChartKept(
        plain(picture.title),
        plain(drawing.description(picture)),
        plain(_verdict(picture)) if isinstance(picture, Picture) else "",
        drawing.spec(picture),
        drawing.size(picture),
        drawing.spec(picture, drawing.NARROW),
        drawing.size(picture, drawing.NARROW),
        tuple(table.columns),
        tuple(tuple(plain(str(cell)) for cell in row) for row in table.rows),
        href,
    )
