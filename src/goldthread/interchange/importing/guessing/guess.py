"""A whole mapping from a whole table, with what a person already decided left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from goldthread.interchange.importing.guessing.codes import read_values
from goldthread.interchange.importing.guessing.columns import DATES, assign_columns
from goldthread.interchange.importing.guessing.joined import split_joined
from goldthread.interchange.importing.guessing.orders import Order, decide_orders
from goldthread.interchange.importing.guessing.profiles import Profile, profile_columns
from goldthread.interchange.importing.reading.terms import Source
from goldthread.interchange.importing.terms import REJECT_HEADINGS, FieldSource, ImportMapping
from goldthread.interchange.importing.vocabulary import (
    FIELD_CODES,
    heading_weights,
    is_blank_heading,
)

_TOO_FEW_TO_RECUR = 20


def guess_mapping(source: Source, given: ImportMapping | None = None) -> ImportMapping:
    """The mapping of ``source``: what ``given`` says, and a guess with its reason for the rest."""
    given = given or ImportMapping({})
    profiles = {profile.column.name: profile for profile in profile_columns(source)}
    ignored = {*given.ignored, *REJECT_HEADINGS, *_counters(profiles.values(), given)}
    usable = [profile for name, profile in profiles.items() if name not in ignored]
    refused = {code for code, item in given.fields.items() if not item.columns}
    fields = assign_columns(usable, dict(given.fields))
    fields = {code: item for code, item in fields.items() if code not in refused}
    fields = split_joined(_place_as_team(fields, profiles, given), profiles)
    dates = {code: fields[code].columns[0] for code in DATES if code in fields}
    orders = decide_orders(source, dates)
    fields = {code: _ordered(item, orders.get(code)) for code, item in fields.items()}
    guessed, whys = read_values(fields, profiles, _notes(source))
    for code, meanings in given.values.items():
        guessed[code] = {**guessed.get(code, {}), **meanings}
        if all(code_value in meanings for code_value in guessed[code]):
            whys.pop(code, None)
    return replace(
        given,
        fields={code: fields[code] for code in FIELD_CODES if code in fields},
        values=guessed,
        source_system=given.source_system or _system_name(source),
        ignored=tuple(name for name in profiles if name in ignored),
        code_whys=whys,
        notes=tuple(order.warning for order in orders.values() if order.warning)
        + _swapped_by_a_spreadsheet(source, profiles, dates),
    )


def _counters(profiles: Iterable[Profile], given: ImportMapping) -> list[str]:
    """Columns without a heading that only number the rows: no reference, and no content either."""
    used = {name for item in given.fields.values() for name in item.columns}
    return [
        profile.column.name
        for profile in profiles
        if is_blank_heading(profile.column.label)
        and profile.is_counter
        and profile.column.name not in used
    ]


def _place_as_team(
    fields: dict[str, FieldSource], profiles: Mapping[str, Profile], given: ImportMapping
) -> dict[str, FieldSource]:
    """With no column of teams, a column of places whose values recur is where the team stands."""
    if "team" in fields or "team" in given.fields:
        return fields
    for code in ("location", "locality"):
        place = fields.get(code)
        if place is None or place.given:
            continue
        profile = profiles[place.columns[0]]
        weights = dict(heading_weights(profile.column.name)) | dict(
            heading_weights(profile.column.label)
        )
        recurs = profile.distinct <= 0.5 or profile.rows < _TOO_FEW_TO_RECUR
        if recurs and (weights.get("team", 0) >= 0.4 or code == "locality"):
            why = (
                f"No column is headed team; the values of “{place.columns[0]}” "
                f"({len(profile.counts):,} different) are taken for teams."
            )
            rest = {key: value for key, value in fields.items() if key != code}
            return {**rest, "team": replace(place, why=why)}
    return fields


def _ordered(item: FieldSource, order: Order | None) -> FieldSource:
    if order is None or item.order:
        return item
    return replace(item, order=order.order, why=f"{item.why} {order.why}".strip())


def _notes(source: Source) -> str:
    return " ".join(line.text for line in source.set_aside)


def _system_name(source: Source) -> str:
    """The system a title line names, else ``import``: references are unique within a system."""
    titles = " ".join(line.text for line in source.set_aside).casefold()
    known = ("datix", "ulysses", "riskman", "inphase", "radar", "rldatix", "vantage", "sentinel")
    return next((name for name in known if name in titles), "import")


def _swapped_by_a_spreadsheet(
    source: Source, profiles: Mapping[str, Profile], dates: Mapping[str, str]
) -> tuple[str, ...]:
    """A warning where a spreadsheet of another country has turned some days into months.

    It turns ``04/03/2024`` into a real date with day and month exchanged and leaves
    ``26/02/2024`` as text, because there is no month 26.
    """
    found = []
    for name in dates.values():
        values = profiles[name].counts
        real = [value for value in values if len(value) >= 10 and value[:4].isdecimal()]
        text = [value for value in values if not value[:4].isdecimal()]
        low = all(value[8:10].isdecimal() and int(value[8:10]) <= 12 for value in real)
        high = all(value[:2].isdecimal() and int(value[:2]) > 12 for value in text)
        if source.form.kind != "csv" and len(real) >= 5 and len(text) >= 5 and low and high:
            found.append(
                f"“{name}” mixes real dates, all with days up to 12, with text dates, all with "
                "days over 12. A spreadsheet set to another country has probably exchanged days "
                "and months in the real ones. Export the file again as CSV."
            )
    return tuple(found)
