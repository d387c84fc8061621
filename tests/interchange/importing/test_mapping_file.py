"""A mapping can be written, corrected, read back and is then obeyed; mistakes in it are named."""

from __future__ import annotations

from datetime import date

import pytest

from goldthread.interchange.importing.mapping_file import (
    MappingFileError,
    read_mapping,
    write_mapping,
)
from goldthread.interchange.importing.plan import Plan, plan_import
from tests.interchange.importing.clean import TODAY, as_csv, clean


def read(mapping: str, data: bytes | None = None) -> Plan:
    return plan_import(data or as_csv(clean().table()), TODAY, read_mapping(mapping))


def test_a_written_mapping_read_back_gives_the_same_incidents():
    data = as_csv(clean().table(), ";", "cp1252")
    first = plan_import(data, TODAY)
    text = write_mapping(first.mapping, first.source)
    assert "why: The heading “Ref”" in text
    second = plan_import(data, TODAY, read_mapping(text))
    assert second.found == first.found


def test_a_field_in_the_mapping_outweighs_the_guess():
    plan = read("fields: {team: Locality, locality: null}")
    assert {draft.team for draft in plan.found.drafts} == {"Northside", "Southside"}
    assert {draft.locality for draft in plan.found.drafts} == {""}


def test_several_columns_make_one_narrative_under_their_headings():
    plan = read("fields: {narrative: [Description, Immediate action taken]}")
    assert "\n\nImmediate action taken:\nManager informed" in plan.found.drafts[
        0
    ].narrative + "".join(draft.narrative for draft in plan.found.drafts)


def test_values_in_the_mapping_outweigh_the_guess():
    plan = read("values: {harm: {No harm: low, LOW (minimal harm): none}}")
    levels = {draft.kept["Degree of harm"]: draft.harm for draft in plan.found.drafts}
    assert (levels["No harm"], levels["Low (minimal harm)"]) == ("low", "none")


def test_the_order_of_dates_and_the_earliest_date_can_be_set():
    table = clean()
    for row in table.rows:
        row["date"] = "03/04/2024"
    mapping = "fields: {occurred_on: {column: Incident date, order: month-first}}"
    assert read(mapping, as_csv(table.table())).found.drafts[0].occurred_on == date(2024, 3, 4)
    late = read("earliest_date: 2024-06-01")
    assert late.found.rejects
    assert all("before 1 June 2024" in row.reason for row in late.found.rejects)


def test_a_joined_column_can_be_described():
    table = clean()
    for row in table.rows:
        row["team"] = f"{row['locality']}~{row['team']}"
    mapping = "fields: {team: {column: Team, separator: '~', part: 2}}"
    plan = read(mapping, as_csv(table.table()))
    assert "North Community Team" in {draft.team for draft in plan.found.drafts}


MISTAKES = {
    "feilds: {}": "Did you mean “fields”",
    "fields: {narative: Description}": "Did you mean “narrative”",
    "fields: {team: {colum: Team}}": "Did you mean “column”",
    "fields: {team: Teem}": "Did you mean “Team”",
    "fields: {occurred_on: {column: Incident date, order: backwards}}": "day-first or month-first",
    "fields: {team: {column: Team, part: 7}}": "1 or 2",
    "values: {harm: {No harm: nothing}}": "Known are: none, low",
    "values: {harms: {}}": "Did you mean “harm”",
    "file: {encodign: utf-8}": "Did you mean “encoding”",
    "file: {heading_lines: [one]}": "line numbers",
    "earliest_date: soon": "1980-01-01",
    "- a\n- b": "list of names",
    "fields: [": "not valid YAML at line",
    "fields: {team: [[1]]}": "name a column",
}


@pytest.mark.parametrize(("text", "words"), MISTAKES.items())
def test_a_mistake_in_the_mapping_is_named(text, words):
    with pytest.raises(MappingFileError, match=words.replace("(", r"\(")):
        read(text)
