"""The page of the reference that says what each measure is."""

from __future__ import annotations

from collections.abc import Iterator

from goldthread.domain.insight.measures.definitions import Measure, fewer_than, measures
from goldthread.domain.insight.measures.terms import GROUPS

LEAD = """Measures are counted month by month into roll-ups, which follow the trail: a change shows
within minutes, and pages cost the same however long the history is. Each number stands for a unit
and everything below it, in total and for each theme, pathway, kind of event and worst harm.

A restricted incident is counted in the figures of the whole organisation and in no smaller one.
Readers outside the provider see whole quarters, of the whole they were given, no number below
{fewer} and none from which one could be worked out from the totals shown beside it. Comparing
pages kept from different days can still tell a little; that risk is stated, not removed.

Lengths are kept to the hour below three days, to the day below sixty, and to the week beyond, and
a median is exact to that step. The month of the first report is left out, because it was hardly
whole. A rate has no value in a month for which a team's caseload or contacts are missing."""


def pages() -> dict[str, str]:
    """`measures.md`."""
    return {"measures.md": "\n".join(_lines())}


def _lines() -> Iterator[str]:
    yield "# Measures"
    yield ""
    yield LEAD.format(fewer=fewer_than())
    for group, title in GROUPS.items():
        yield f"\n## {title}"
        for measure in measures().values():
            if measure.group == group:
                yield from _one(measure)


def _one(measure: Measure) -> Iterator[str]:
    yield f"\n### {measure.label} (`{measure.code}`)\n"
    yield f"{measure.question}\n"
    yield f"- Counted: {measure.numerator}."
    yield f"- Out of: {measure.denominator}."
    yield f"- Unit: {measure.unit}. Better: {measure.direction}. Month: {measure.month}."
    if measure.target:
        share = measure.engine == "share"
        value = f"{100 * measure.target.value:.0f}%" if share else f"{measure.target.value:g}"
        yield f"- Target: {value}. {measure.target.source}"
    yield f"- Before you judge: {measure.note}"
    yield f"- Signals: {_watched(measure)}."
    check = " Chosen by us: check it before relying on it." if measure.check else ""
    yield f"- Source: {measure.source_text}{check}"


def _watched(measure: Measure) -> str:
    if measure.code == "reports":
        return "watched by the week, not by the month"
    if measure.watched_after is None:
        return "not watched, because the newest months go on growing"
    if measure.watched_after:
        return f"a month is looked at {measure.watched_after} month after it ended"
    return "a month is looked at when it has ended"
