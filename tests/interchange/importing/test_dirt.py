"""What is wrong in a file is rejected or warned about by rule, on its own line, and nothing is lost."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldthread.interchange.importing import report
from goldthread.interchange.importing.mapping_file import read_mapping, write_mapping
from goldthread.interchange.importing.plan import Plan, plan_import
from goldthread.interchange.importing.rejects import rejects_csv
from tests.interchange.importing.clean import TODAY, Clean, as_csv, clean


def read(table: Clean, **how: str) -> Plan:
    return plan_import(as_csv(table.table(), **how), TODAY)


def codes(plan: Plan) -> set[str]:
    return {warning.code for warning in plan.found.warnings}


def spoiled(column: str, value: str, place: int = 10) -> Clean:
    table = clean()
    table.rows[place][column] = value
    return table


WRONG_DATES = {
    "31/02/2024": "not a day in the calendar",
    "2024-02-31": "not a day in the calendar",
    "2024-13-01": "not a day in the calendar",
    "last Tuesday": "not a date",
    "01/01/1900": "before 1 January 1980",
    "1970-01-01": "before 1 January 1980",
    (TODAY + timedelta(days=1)).isoformat(): "in the future",
    "26/02/2204": "in the future",
}


@pytest.mark.parametrize(("text", "reason"), WRONG_DATES.items())
def test_a_wrong_date_rejects_the_row_with_its_line_column_and_reason(text, reason):
    plan = read(spoiled("date", text))
    (reject,) = plan.found.rejects
    assert (reject.line, reject.column) == (12, "Incident date")
    assert reason in reject.reason
    assert f"“{text}”" in reject.reason
    assert len(plan.found.drafts) == 79


def test_a_report_made_today_is_not_in_the_future():
    plan = read(spoiled("date", TODAY.isoformat()))
    assert plan.found.rejects == ()


@pytest.mark.parametrize(
    "blank", ["", "n/k", "N/K", "not known", "Unknown", "-", "TBC", "00/00/0000", "#N/A"]
)
def test_a_blank_date_is_taken_in_as_not_known_when_there_is_a_reported_date(blank):
    plan = read(spoiled("date", blank))
    draft = next(draft for draft in plan.found.drafts if draft.line == 12)
    assert (draft.occurred_on, draft.occurred_precision) == (None, "unknown")
    assert draft.reported_on is not None
    (warning,) = [w for w in plan.found.warnings if w.code == "date-unknown"]
    assert warning.lines == (12,)


def test_a_row_without_any_date_is_rejected():
    table = spoiled("date", "n/k")
    table.rows[10]["reported"] = ""
    (reject,) = read(table).found.rejects
    assert reject.column == "Incident date"
    assert "no date" in reject.reason


@pytest.mark.parametrize("text", ["evening", "25:99", "24:00", "between 8 and 9", "0601-1200"])
def test_a_time_that_cannot_be_read_costs_only_the_time(text):
    plan = read(spoiled("time", text))
    draft = next(draft for draft in plan.found.drafts if draft.line == 12)
    assert (draft.occurred_time, draft.occurred_precision) == (None, "day")
    assert draft.kept["Incident time"] == text
    assert "time-unread" in codes(plan)


@pytest.mark.parametrize("text", ["31/02/2024", "rubbish", "2031-01-01"])
def test_a_wrong_reported_date_costs_only_that_date(text):
    plan = read(spoiled("reported", text))
    draft = next(draft for draft in plan.found.drafts if draft.line == 12)
    assert draft.reported_on is None
    assert draft.kept["Date reported"] == text
    assert "date-unread" in codes(plan)


def test_a_report_before_its_incident_is_taken_in_with_a_warning():
    plan = read(spoiled("reported", "2023-01-01"))
    assert len(plan.found.drafts) == 80
    assert "reported-early" in codes(plan)


def test_an_unknown_harm_word_is_a_warning_and_the_word_is_kept():
    plan = read(spoiled("harm", "Amber"))
    draft = next(draft for draft in plan.found.drafts if draft.line == 12)
    assert (draft.harm, draft.kept["Degree of harm"]) == ("", "Amber")
    (warning,) = [w for w in plan.found.warnings if w.code == "harm-unknown"]
    assert (warning.column, warning.rows, warning.lines) == ("Degree of harm", 1, (12,))


def test_a_blank_harm_is_not_stated_and_no_warning():
    plan = read(spoiled("harm", "n/k"))
    assert plan.found.drafts[10].harm == ""
    assert plan.found.warnings == ()


def test_a_row_that_tells_nothing_is_rejected():
    (reject,) = read(spoiled("text", " ")).found.rejects
    assert (reject.line, reject.column) == (12, "Description")
    assert "does not say what happened" in reject.reason


def test_other_text_stands_in_for_a_missing_description():
    table = spoiled("text", "")
    table.columns["outcome"] = "Outcome of enquiries"
    for row in table.rows:
        row["outcome"] = "The door had been left open by the visitor"
    plan = read(table)
    assert plan.found.drafts[10].narrative.startswith("Outcome of enquiries:\nThe door had been")
    assert "narrative-elsewhere" in codes(plan)


def test_an_identical_row_is_skipped_and_names_the_earlier_line():
    table = clean()
    table.rows.append(dict(table.rows[4]))
    plan = read(table)
    (skip,) = plan.found.skips
    assert (skip.line, skip.reference) == (82, table.rows[4]["ref"])
    assert "line 6" in skip.reason
    assert len(plan.found.drafts) == 80


def test_spaces_do_not_make_a_row_different():
    table = clean()
    table.rows.append({key: f" {value} " for key, value in table.rows[4].items()})
    assert len(read(table).found.skips) == 1


def test_a_reference_used_twice_for_different_rows_rejects_the_second():
    table = clean()
    table.rows.append(dict(table.rows[4], text="Something else happened on another day."))
    (reject,) = read(table).found.rejects
    assert (reject.line, reject.column) == (82, "Ref")
    assert "already stands on line 6" in reject.reason


def test_rows_without_a_reference_get_the_same_one_every_time():
    table = clean()
    del table.columns["ref"]
    first, second = read(table), read(table)
    references = [draft.reference for draft in first.found.drafts]
    assert references == [draft.reference for draft in second.found.drafts]
    assert len(set(references)) == 80
    assert [w.code for w in first.found.warnings].count("no-reference") == 1


def test_a_blank_reference_among_others_is_made_with_a_warning():
    plan = read(spoiled("ref", ""))
    assert plan.found.drafts[10].reference_made
    assert "reference-made" in codes(plan)


def test_rows_that_differ_only_in_an_unnamed_row_number_are_both_taken_in():
    table = clean()
    del table.columns["ref"]
    table.columns = {"index": "Unnamed: 0", **table.columns}
    table.rows.append(dict(table.rows[4]))
    for number, row in enumerate(table.rows):
        row["index"] = str(number)
    plan = read(table)
    assert len({draft.reference for draft in plan.found.drafts}) == 81
    assert "possible-duplicate" in codes(plan)


def test_lines_are_those_an_editor_shows_even_after_line_breaks_in_cells():
    table = clean()
    table.rows[3]["text"] = 'First line.\r\nSecond "quoted" line.\n\nFourth, with a comma.'
    table.rows[5]["date"] = "31/02/2024"
    plan = read(table)
    assert [reject.line for reject in plan.found.rejects] == [10]
    assert plan.found.drafts[3].narrative == table.rows[3]["text"]


def test_a_quotation_mark_never_closed_costs_one_row_and_not_the_file():
    lines = as_csv(clean().table(), newline="\n").decode().split("\n")
    lines[20] = lines[20].rsplit(",", 1)[0].replace(",No harm,", ',"No harm,') + ',"'
    plan = plan_import("\n".join(lines).encode(), TODAY)
    assert len(plan.found.drafts) + len(plan.found.rejects) == 80
    assert [reject.line for reject in plan.found.rejects] == [21]


def test_a_description_broken_by_a_bare_line_break_is_joined_again():
    rows = as_csv(clean().table(), "\t", newline="\n").decode().replace('"', "")
    broken = rows.replace(
        "and the team wrote it down (note 7).", "and the\nteam\nwrote it down (note 7)."
    )
    plan = plan_import(broken.encode(), TODAY)
    assert len(plan.found.drafts) == 80
    assert "and the\nteam\nwrote it down (note 7)." in plan.found.drafts[7].narrative
    assert any("joined again" in warning.message for warning in plan.found.warnings)


def test_a_row_with_values_beyond_the_headings_is_kept_whole_with_a_warning():
    lines = clean().table()
    lines[11] = [*lines[11], "see the e-mail"]
    plan = plan_import(as_csv(lines), TODAY)
    assert plan.found.drafts[10].kept["Values beyond the headings"] == "see the e-mail"
    assert "surplus-values" in codes(plan)


def test_a_row_whose_values_moved_is_rejected():
    lines = clean().table()
    lines[11] = [lines[11][0], "W-extra", *lines[11][1:]]
    (reject,) = plan_import(as_csv(lines), TODAY).found.rejects
    assert reject.line == 12


def test_formulas_and_markup_are_only_text():
    table = clean()
    table.rows[3]["text"] = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
    table.rows[3]["team"] = "@SUM(A1)"
    plan = read(table)
    assert plan.found.drafts[3].narrative == table.rows[3]["text"]
    assert plan.found.drafts[3].team == "@SUM(A1)"
    rejected = spoiled("date", "31/02/2024")
    rejected.rows[10]["text"] = "=1+1"
    bad = read(rejected)
    written = list(csv.reader(io.StringIO(rejects_csv(bad.source, bad.found.rejects))))
    assert "'=1+1" in written[1]


def test_rejected_rows_put_right_can_be_imported_as_they_are():
    plan = read(spoiled("date", "31/02/2024"))
    text = rejects_csv(plan.source, plan.found.rejects)
    assert text.splitlines()[0].startswith(
        "\ufeffRejected line,Rejected column,Rejected reason,Ref"
    )
    again = plan_import(text.replace("31/02/2024", "28/02/2024").encode(), TODAY)
    (draft,) = again.found.drafts
    assert (draft.reference, draft.occurred_on) == ("W10070", date(2024, 2, 28))
    assert "Rejected reason" not in draft.kept


def test_rejected_rows_are_read_by_the_mapping_of_the_file_they_came_from():
    table = spoiled("date", "31/02/2024")
    table.rows[10]["text"] = "=not a formula, but how it began"
    lines = [["Incident report"], [], *table.table()]
    plan = plan_import(as_csv(lines, ";", "utf-16"), TODAY)
    mapping = read_mapping(write_mapping(plan.mapping, plan.source))
    text = rejects_csv(plan.source, plan.found.rejects).replace("31/02/2024", "28/02/2024")
    (draft,) = plan_import(text.encode(), TODAY, mapping).found.drafts
    assert draft.narrative == "=not a formula, but how it began"
    assert (draft.team, draft.harm) == (table.rows[10]["team"], table.rows[10]["answer_harm"])


def test_columns_nobody_knows_are_kept_with_the_row():
    table = clean()
    table.columns["moon"] = "Phase of the moon"
    for row in table.rows:
        row["moon"] = "waxing"
    plan = read(table)
    assert {draft.kept["Phase of the moon"] for draft in plan.found.drafts} == {"waxing"}
    assert report.unmapped(plan.source, plan.mapping) == ["Phase of the moon"]


def test_personal_columns_that_are_no_field_are_named():
    table = clean()
    table.columns["born"] = "Date of birth"
    for row in table.rows:
        row["born"] = "1970-01-01"
    plan = read(table)
    assert plan.mapping.fields["occurred_on"].columns == ("Incident date",)
    (warning,) = [w for w in plan.found.warnings if w.code == "personal-columns"]
    assert "Date of birth" in warning.message


def test_a_file_without_headings_is_named_by_place_with_a_warning():
    plan = plan_import(as_csv(clean().grid()), TODAY)
    assert "no-headings" in codes(plan)
    assert plan.source.columns[1].name == "Column 2"
    assert len(plan.found.drafts) == 80


def test_ambiguous_dates_are_read_day_first_with_a_warning():
    table = clean()
    for number, row in enumerate(table.rows):
        row["date"] = row["reported"] = f"0{1 + number % 9}/0{1 + number % 7}/2024"
    plan = read(table)
    assert plan.found.drafts[1].occurred_on == date(2024, 2, 2)
    assert plan.found.drafts[7].occurred_on == date(2024, 1, 8)
    assert "date-order" in codes(plan)


def test_a_column_in_both_orders_follows_the_most_and_says_so():
    table = clean()
    for number, row in enumerate(table.rows):
        row["date"] = row["answer_date"].strftime("%m/%d/%Y" if number % 5 == 0 else "%d/%m/%Y")
    plan = read(table)
    assert plan.mapping.fields["occurred_on"].order == "day-first"
    assert "date-order" in codes(plan)
    certain = [
        d
        for d, row in zip(plan.found.drafts, table.rows, strict=True)
        if row["answer_date"].day > 12
    ]
    assert all(draft.occurred_on.day > 12 for draft in certain)


def test_every_row_is_accepted_rejected_or_skipped_and_counted_once():
    table = clean()
    table.rows[1]["date"] = "31/02/2024"
    table.rows[2]["text"] = ""
    table.rows.append(dict(table.rows[4]))
    result = report.as_json(*(lambda plan: (plan.source, plan.mapping, plan.found))(read(table)))
    assert (result["accepted"], result["rejected"], result["skipped"]) == (78, 2, 1)
    assert [row["line"] for row in result["rejects"]] == [3, 4]
    assert result["mapping"]["narrative"] == "Description"
    assert set(result["rejects"][0]) == {"line", "column", "reason"}


_CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(_CELL, max_size=12), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_whatever_else_stands_in_a_file_no_clean_row_is_lost(junk, delimiter):
    table = clean(30)
    data = as_csv([*table.table(), *junk], delimiter)
    plan = plan_import(data, TODAY)
    read_back = {draft.reference for draft in plan.found.drafts}
    assert {row["ref"] for row in table.rows} <= read_back


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_read_or_are_refused_in_words(data):
    try:
        plan_import(data, TODAY)
    except ValueError as error:
        assert str(error).endswith(".")
