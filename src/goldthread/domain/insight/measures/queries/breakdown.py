"""One number split: by unit, theme, pathway, kind of event or harm, over a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from goldthread.access.models import Unit
from goldthread.analytics.suppression import State
from goldthread.domain.incidents.models import Tag, Theme
from goldthread.domain.incidents.terms import EVENT_SHORT, TagKind
from goldthread.domain.insight.measures.definitions import Measure
from goldthread.domain.insight.measures.queries.exposures import Exposures
from goldthread.domain.insight.measures.queries.reading import Reader
from goldthread.domain.insight.measures.queries.series import hidden, small
from goldthread.domain.insight.measures.queries.tallies import (
    NONE,
    Number,
    Slice,
    by_month,
    by_unit,
    by_value,
    value_of,
)
from goldthread.domain.insight.measures.terms import Dimension

UNITS = "unit"
OVERLAPPING = (Dimension.THEME,)
REST = {
    UNITS: "Restricted, or not placed with a team",
    Dimension.PATHWAY.value: "Restricted, or no pathway given",
}
HARMS = {
    "": "Nobody affected, or not known",
    "none": "No harm",
    "low": "Low",
    "moderate": "Moderate",
    "severe": "Severe",
    "fatal": "Fatal",
}


@dataclass(frozen=True)
class Part:
    """One line of a split. `value` names it in an address; empty for what no line holds."""

    label: str
    value: str
    number: Number
    result: float | None
    state: State = State.SHOWN


@dataclass(frozen=True)
class Split:
    """A number split into parts. Themes may overlap, so they do not add up (`adds_up`).

    `withheld`: a reader outside may not see the parts at all.
    """

    dimension: str
    parts: tuple[Part, ...]
    total: Part
    adds_up: bool = True
    withheld: bool = False


def split(
    reader: Reader, measure: Measure, dimension: str, months: Sequence[dt.date]
) -> Split | None:
    """The measure split over the months; None where there is nothing to split by."""
    units = _below(reader)
    if dimension == UNITS and not units:
        return None
    if measure.engine == "rate" and dimension != UNITS:
        return None
    code = measure.counted_as
    whole = Number.sum(by_month(Slice(reader.unit), [code], months).get(code, {}).values())
    if dimension == UNITS:
        parts = _of_units(reader, measure, units, months)
    else:
        parts = _of_values(reader.unit, measure, dimension, months)
    total = _part(measure, "Everything", "", whole)
    if measure.engine == "rate":
        exposures = Exposures(reader.unit, measure.per, months)
        result = value_of(measure, whole, exposures.together(reader.unit))
        total = replace(total, result=result)
    adds_up = dimension not in OVERLAPPING
    if adds_up:
        parts += _rest(measure, dimension, whole, parts)
    made = Split(dimension, tuple(parts), total, adds_up)
    return _suppressed(measure, made) if reader.outside else made


def _below(reader: Reader) -> list[Unit]:
    """The units just below, or for a reader outside the teams at the bottom."""
    below = list(Unit.objects.filter(path__startswith=reader.unit.path).exclude(pk=reader.unit.pk))
    if not reader.outside:
        return [unit for unit in below if unit.parent_id == reader.unit.pk]
    parents = {unit.parent_id for unit in below}
    return [unit for unit in below if unit.pk not in parents]


def _of_units(
    reader: Reader, measure: Measure, units: list[Unit], months: Sequence[dt.date]
) -> list[Part]:
    numbers = by_unit([unit.pk for unit in units], measure.counted_as, months)
    exposures = Exposures(reader.unit, measure.per, months) if measure.per else None
    return [
        replace(
            _part(measure, unit.name, str(unit.pk), number),
            result=value_of(measure, number, exposures.together(unit) if exposures else None),
        )
        for unit in units
        if (number := numbers.get(unit.pk, NONE)).of or unit.closed_on is None
    ]


def _of_values(
    unit: Unit, measure: Measure, dimension: str, months: Sequence[dt.date]
) -> list[Part]:
    numbers = by_value(unit, dimension, measure.counted_as, months)
    names = labels(unit, dimension)
    known = [(value, names[value]) for value in names if value in numbers]
    parts = [_part(measure, name, value, numbers[value]) for value, name in known]
    if dimension == Dimension.HARM:
        return parts
    return sorted(parts, key=lambda part: (-part.number.of, part.label))


def labels(unit: Unit, dimension: str) -> dict[str, str]:
    """The values of a dimension in their order, with their names; retired ones included."""
    if dimension == Dimension.EVENT_TYPE:
        return {code.value: name for code, name in EVENT_SHORT.items()}
    if dimension == Dimension.HARM:
        return dict(HARMS)
    organisation = unit.organisation_id
    if dimension == Dimension.THEME:
        themes = Theme.objects.filter(organisation=organisation)
        return {str(pk): name for pk, name in themes.values_list("pk", "name")}
    tags = Tag.objects.filter(organisation=organisation, kind=TagKind.PATHWAY)
    return {str(pk): name for pk, name in tags.values_list("pk", "name")}


def _part(measure: Measure, label: str, value: str, number: Number) -> Part:
    return Part(label, value, number, value_of(measure, number))


def _rest(measure: Measure, dimension: str, whole: Number, parts: list[Part]) -> list[Part]:
    """What the parts leave over: not placed, restricted, or without a value."""
    held = Number.sum(part.number for part in parts)
    left = Number(whole.count - held.count, whole.of - held.of, _less(whole, held))
    if left.of <= 0:
        return []
    return [_part(measure, REST.get(dimension, "Restricted"), "", left)]


def _less(whole: Number, held: Number) -> dict[int, int]:
    left = {at: many - held.spread.get(at, 0) for at, many in whole.spread.items()}
    return {at: many for at, many in left.items() if many > 0}


def _suppressed(measure: Measure, made: Split) -> Split:
    """The split without what a reader outside may not see."""
    if made.adds_up:
        states = hidden(measure, [part.number for part in made.parts])
    else:
        states = [small(measure, part.number) for part in made.parts]
    if states is None or small(measure, made.total.number) is not State.SHOWN:
        return replace(made, parts=(), withheld=True, total=_without(made.total, State.SMALL))
    parts = tuple(_without(part, state) for part, state in zip(made.parts, states, strict=True))
    return replace(made, parts=parts)


def _without(part: Part, state: State) -> Part:
    if state is State.SHOWN:
        return part
    return replace(part, number=NONE, result=None, state=state)
