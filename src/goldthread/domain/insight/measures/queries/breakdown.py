"""One number split: by unit, theme, pathway, kind of event or harm, over a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
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
    by_unit,
    by_value,
    value_of,
)
from goldthread.domain.insight.measures.terms import Dimension

Names = Mapping[str, Mapping[str, str]]  # by dimension: value → its name
UNITS = "unit"
ALL = str(Dimension.ALL)
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


def splits(
    reader: Reader,
    measure: Measure,
    dimensions: Sequence[str],
    months: Sequence[dt.date],
    names: Names | None = None,
) -> list[Split]:
    """The measure split over the months by each dimension, those left out that split nothing.

    `names` are labels the caller has looked up already.
    """
    units = _below(reader) if UNITS in dimensions else []
    by = [one for one in dimensions if (units if one == UNITS else measure.engine != "rate")]
    if not by or not months:
        return []
    numbers = by_value(reader.unit, [ALL, *(one for one in by if one != UNITS)], measure, months)
    exposures = Exposures(reader.unit, measure.per, months) if measure.per else None
    whole = numbers.get(ALL, {}).get("", NONE)
    exposure = exposures.together(reader.unit) if exposures else None
    total = Part("Everything", "", whole, value_of(measure, whole, exposure))
    made = []
    for one in by:
        if one == UNITS:
            parts = _of_units(measure, units, months, exposures)
        else:
            known = (names or {}).get(one) or labels(reader.unit, one)
            parts = _of_values(measure, one, numbers.get(one, {}), known)
        made.append(_whole_split(measure, one, parts, total))
    return [_suppressed(measure, one) for one in made] if reader.outside else made


def _whole_split(measure: Measure, dimension: str, parts: list[Part], total: Part) -> Split:
    adds_up = dimension not in OVERLAPPING
    if adds_up:
        parts = parts + _rest(measure, dimension, total.number, parts)
    return Split(dimension, tuple(parts), total, adds_up)


def _below(reader: Reader) -> list[Unit]:
    """The units just below, or for a reader outside the teams at the bottom."""
    if not reader.outside:
        return [unit for unit in reader.units if unit.parent_id == reader.unit.pk]
    below = list(Unit.objects.filter(path__startswith=reader.unit.path).exclude(pk=reader.unit.pk))
    parents = {unit.parent_id for unit in below}
    return [unit for unit in below if unit.pk not in parents]


def _of_units(
    measure: Measure, units: list[Unit], months: Sequence[dt.date], exposures: Exposures | None
) -> list[Part]:
    numbers = by_unit([unit.pk for unit in units], measure, months)
    return [
        replace(
            _part(measure, unit.name, str(unit.pk), number),
            result=value_of(measure, number, exposures.together(unit) if exposures else None),
        )
        for unit in units
        if (number := numbers.get(unit.pk, NONE)).of or unit.closed_on is None
    ]


def _of_values(
    measure: Measure, dimension: str, numbers: Mapping[str, Number], names: Mapping[str, str]
) -> list[Part]:
    parts = [
        _part(measure, name, value, numbers[value])
        for value, name in names.items()
        if value in numbers
    ]
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
