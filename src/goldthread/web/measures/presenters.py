"""What the pages of measures print."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goldthread.analytics import drawing
from goldthread.analytics.charts import Chart
from goldthread.analytics.drawing.icons import SHORT
from goldthread.analytics.suppression import State
from goldthread.domain.insight.measures import wording
from goldthread.domain.insight.measures.definitions import Measure, fewer_than
from goldthread.domain.insight.measures.pictures import chart_of
from goldthread.domain.insight.measures.queries import UNITS, Part, Series, Split
from goldthread.domain.insight.measures.terms import GROUPS, Dimension
from goldthread.web.components import Row, link
from goldthread.web.measures.asking import Asked

SPLIT_WORDS = {
    UNITS: "By unit",
    Dimension.THEME.value: "By theme",
    Dimension.PATHWAY.value: "By pathway",
    Dimension.EVENT_TYPE.value: "By kind of event",
    Dimension.HARM.value: "By worst harm on either scale",
}
BETTER = {
    "increase": "Higher is better",
    "decrease": "Lower is better",
    "neutral": "Neither way is better by itself",
}


@dataclass(frozen=True)
class Sign:
    """An icon, drawn beside its words."""

    icon: SafeString
    words: str


@dataclass(frozen=True)
class Listed:
    """A measure as one line of the list."""

    label: str
    href: str
    question: str
    value: str
    made_of: str
    sign: Sign | None
    waiting: str
    target: Sign | None


@dataclass(frozen=True)
class Group:
    """Measures that stand together."""

    title: str
    lines: tuple[Listed, ...]


def groups(found: dict[str, Series], asked: Asked) -> list[Group]:
    """Every measure in its group, with the last whole month."""
    made = []
    for code, title in GROUPS.items():
        lines = [listed(one, asked) for one in found.values() if one.measure.group == code]
        if lines:
            made.append(Group(title, tuple(lines)))
    return made


def listed(series: Series, asked: Asked) -> Listed:
    measure, last = series.measure, series.last
    chart = chart_of(series)
    enough = chart is not None and chart.enough and chart.kind != "run"
    return Listed(
        label=measure.label,
        href=asked.link(reverse("measures:one", args=[measure.code])),
        question=measure.question,
        value=wording.of_spot(measure, last) if last else "No data yet",
        made_of=wording.counted(measure, last.number, last.exposure)
        if last and last.value is not None
        else "",
        sign=sign(chart.variation) if chart and enough else None,
        waiting="" if enough else _waiting(series, chart),
        target=sign(chart.assurance) if chart and enough and chart.assurance else None,
    )


def _waiting(series: Series, chart: Chart | None) -> str:
    known = sum(spot.value is not None for spot in series.spots)
    if not known or chart is None:
        return "No data yet"
    return "Too few to judge"


def sign(code: str) -> Sign:
    drawn = mark_safe(drawing.icon(code, named=False, size=32))  # noqa: S308 - our own drawing
    return Sign(drawn, SHORT[code])


def about(measure: Measure) -> list[Row]:
    """The definition, as the page states it."""
    rows = [
        Row("What is counted", measure.numerator),
        Row("Out of", measure.denominator),
        Row("Which way is better", BETTER[measure.direction]),
    ]
    if measure.target:
        rows.append(Row("Target", f"{wording.target(measure)}. {measure.target.source}"))
    rows.append(Row("Before you judge", measure.note))
    check = " Chosen by us: check it before you rely on it." if measure.check else ""
    rows.append(Row("Where it comes from", f"{measure.source_text}{check}"))
    return rows


@dataclass(frozen=True)
class SplitShown:
    """One split as a table."""

    title: str
    columns: list[Any]
    rows: list[list[Any]]
    note: str


def split_shown(measure: Measure, split: Split, asked: Asked) -> SplitShown:
    columns: list[Any] = [SPLIT_WORDS[split.dimension].removeprefix("By ").capitalize()]
    columns += [(_heading(measure), "num")]
    if measure.engine in ("share", "spread", "rate"):
        columns.append(("Made of", "num"))
    if drills(measure, asked):
        columns.append("Incidents")
    rows = [_split_row(measure, split, part, asked) for part in split.parts]
    if not split.withheld:
        rows.append(_split_row(measure, split, split.total, asked))
    return SplitShown(SPLIT_WORDS[split.dimension], columns, rows, _split_note(split))


def _heading(measure: Measure) -> str:
    return {"share": "Share", "spread": "Median", "rate": "Rate"}.get(measure.engine, "Number")


def _split_row(measure: Measure, split: Split, part: Part, asked: Asked) -> list[Any]:
    whole = part is split.total
    label: Any = part.label
    narrows = split.dimension in (UNITS, Dimension.THEME, Dimension.PATHWAY)
    if part.value and narrows and not asked.reader.outside and not whole:
        label = link(_narrower(measure, split, part, asked), part.label)
    row = [label, wording.result(measure, part.result, part.state)]
    if measure.engine in ("share", "spread", "rate"):
        shown = part.state is State.SHOWN and measure.engine != "rate"
        row.append(wording.counted(measure, part.number) if shown else _count(part))
    if drills(measure, asked):
        row.append(_drill(split, part, asked, whole))
    return row


def _count(part: Part) -> str:
    return f"{part.number.count:,}" if part.state is State.SHOWN else ""


def _narrower(measure: Measure, split: Split, part: Part, asked: Asked) -> str:
    address = reverse("measures:one", args=[measure.code])
    if split.dimension == UNITS:
        return asked.link(address, unit=part.value)
    return asked.link(address, about=f"{split.dimension}-{part.value}")


def _drill(split: Split, part: Part, asked: Asked, whole: bool) -> Any:
    if not part.value and not whole:
        return ""
    if split.dimension == Dimension.HARM and not whole:
        return ""
    narrowed = {} if whole else {split.dimension: part.value}
    words = "Open" if part.number.of else ""
    return link(incidents_link(asked, asked.period, **narrowed), words) if words else ""


def incidents_link(asked: Asked, months: Sequence[dt.date], **narrowed: str) -> str:
    """The list of the incidents behind a number, as far as the reader may open them."""
    last = months[-1]
    end = (last.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    unit = asked.reader.unit
    if UNITS in narrowed:
        pk = narrowed.pop(UNITS)
        unit = next((one for one in asked.reader.units if str(one.pk) == pk), unit)
    query = {"unit": unit.path, "since": months[0].isoformat(), "until": end.isoformat()}
    if asked.which.dimension in (Dimension.THEME, Dimension.PATHWAY):
        query[asked.which.dimension] = asked.which.value
    return f"{reverse('incident_list:all')}?{urlencode(query | narrowed)}"


def _split_note(split: Split) -> str:
    if split.withheld:
        return (
            "This split is held back, because it would let a number below "
            f"{fewer_than()} be worked out."
        )
    hidden = any(part.state is not State.SHOWN for part in split.parts)
    told = [
        "An incident may have several themes, so these do not add up." if not split.adds_up else "",
        f"{wording.HELD}: not shown, so that a number below {fewer_than()} cannot be worked out."
        if hidden
        else "",
    ]
    return " ".join(one for one in told if one)


def drills(measure: Measure, asked: Asked) -> bool:
    """Whether its numbers lead to a list of incidents, for a reader who may open any."""
    of_incidents = measure.source in ("incidents", "clocks") or measure.engine == "rate"
    return of_incidents and not measure.of_a_register and not asked.reader.outside


def month_columns(measure: Measure, asked: Asked) -> list[Any]:
    """The columns of `monthly`."""
    columns: list[Any] = [
        "Quarter" if asked.reader.outside else "Month",
        (_heading(measure), "num"),
    ]
    columns += [("Made of", "num")] if measure.engine != "count" else []
    return columns + (["Incidents"] if drills(measure, asked) else [])


def monthly(series: Series, asked: Asked) -> list[list[Any]]:
    """Month by month with the incidents behind it, newest first."""
    measure = series.measure
    rows = []
    spots = [*series.spots, *([series.so_far] if series.so_far else [])]
    for spot in reversed(spots):
        words = wording.period(spot.months)
        if spot is series.so_far:
            words = f"{words}, so far"
        value = wording.of_spot(measure, spot)
        made = wording.counted(measure, spot.number, spot.exposure)
        shown = made if spot.state is State.SHOWN and spot.value is not None else ""
        row: list[Any] = [words, value]
        row += [shown] if measure.engine != "count" else []
        if drills(measure, asked):
            row.append(link(incidents_link(asked, spot.months), "Open") if spot.number.of else "")
        rows.append(row)
    return rows


def gaps(series: Series) -> str:
    """Which months have no exposure, in a sentence."""
    missing = [wording.month(spot.at) for spot in series.spots if spot.gap]
    if not missing:
        return ""
    named = ", ".join(missing[-3:])
    if len(missing) > 3:
        named = f"{named} and {len(missing) - 3} earlier"
    return f"No rate for {named}: {series.spots[-1].gap or 'a figure is missing'}."
