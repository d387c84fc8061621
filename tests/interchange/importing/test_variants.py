"""One clean table, written out in the many ways exports are, always reads as the same incidents."""

from __future__ import annotations

import gzip
import io
import random
from datetime import datetime, time

import pytest
import xlsxwriter

from goldthread.interchange.importing import report
from goldthread.interchange.importing.plan import Plan, plan_import
from tests.interchange.importing.clean import HARMS, TODAY, Clean, as_csv, clean


def read(data: bytes) -> Plan:
    return plan_import(data, TODAY)


def assert_reads_as(plan: Plan, table: Clean) -> None:
    assert [row.reason for row in plan.found.rejects] == []
    assert len(plan.found.drafts) == len(table.rows)
    counted = report.summary(plan.found.drafts)
    assert {key: counted[key] for key in table.answers} == table.answers


ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1252",
    "latin-1",
    "mac_roman",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_reads_the_same(encoding, delimiter):
    table = clean()
    marks = "é £10" if encoding == "latin-1" else "it’s “fine” – £10 é"
    for row in table.rows:
        row["text"] += f" She said {marks}; then, left | again."
    plan = read(as_csv(table.table(), delimiter, encoding))
    assert_reads_as(plan, table)
    assert plan.source.form.delimiter == delimiter
    assert all(marks in draft.narrative for draft in plan.found.drafts)


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_endings_do_not_matter(newline):
    table = clean()
    plan = read(as_csv(table.table(), newline=newline))
    assert_reads_as(plan, table)
    assert plan.found.drafts[-1].line == 81


def test_a_compressed_file_reads_as_the_file_inside():
    table = clean()
    assert_reads_as(read(gzip.compress(as_csv(table.table()))), table)


def test_excels_own_delimiter_line_is_obeyed():
    table = clean()
    plan = read(b"sep=;\r\n" + as_csv(table.table(), ";"))
    assert_reads_as(plan, table)
    assert plan.found.drafts[0].line == 3


def test_rows_that_were_quoted_whole_are_opened_again():
    table = clean()
    table.rows[3]["text"] = 'She said "no",\nand left.'
    wrapped = [[as_csv([row]).decode().removesuffix("\r\n")] for row in table.table()]
    plan = read(as_csv(wrapped))
    assert_reads_as(plan, table)
    assert plan.found.drafts[3].narrative == table.rows[3]["text"]


def titled(table: Clean) -> list[list[str]]:
    return [
        ["Incident report: all teams"],
        ["Report run:", "21/11/2026 09:14"],
        ["Filters:", "All teams", "1 March 2024 to now"],
        [],
        *table.table(),
    ]


def footed(table: Clean) -> list[list[str]]:
    return [
        *table.table(),
        [],
        ["Total", "80"],
        ["Printed on 21/11/2026 by A Person"],
        ["Page 1 of 1"],
    ]


def totals(table: Clean) -> list[list[str]]:
    return [*table.table(), ["Grand total: 80 incidents"] + [""] * 10]


def counted(table: Clean) -> list[list[str]]:
    return [*table.table(), ["Total"] + ["80"] * 10, ["80 records"]]


def paged(table: Clean) -> list[list[str]]:
    lines = table.table()
    return [*lines[:30], lines[0], *lines[30:60], [""] * 11, lines[0], *lines[60:]]


def gapped(table: Clean) -> list[list[str]]:
    return [line for row in table.table() for line in (row, [], [""] * 11)]


def grouped(table: Clean) -> list[list[str]]:
    upper = [
        "",
        "Incident",
        "",
        "Report",
        "Service",
        "",
        "Classification",
        "",
        "Harm",
        "Account",
        "",
    ]
    lower = ["Ref", "Date", "Time", "Date reported", "Team", "Locality", "Category", "Sub category"]
    return [upper, [*lower, "Degree", "Description", "Action taken"], *table.grid()]


def group_repeated(table: Clean) -> list[list[str]]:
    upper = ["Record", "Incident", "Incident", "Report", "Service", "Service", "Type", "Type"]
    return [[*upper, "Outcome", "Account", "Account"], *table.table()]


def in_two_languages(table: Clean) -> list[list[str]]:
    other = ["ID", "Date occurred", "Time", "Reported on", "Unit", "Directorate", "Cause group"]
    return [[*other, "Sub type", "Severity", "Narrative", "Action"], *table.table()]


def noted(table: Clean) -> list[list[str]]:
    notes = ["text", "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd", *["list"] * 5, "free text", "free text"]
    return [table.table()[0], notes, *table.grid()]


def coded_below(table: Clean) -> list[list[str]]:
    codes = [f"inc_{name}" for name in table.columns]
    return [table.table()[0], codes, *table.grid()]


def trailing_delimiter(table: Clean) -> list[list[str]]:
    return [[*row, ""] for row in table.table()]


def padded(table: Clean) -> list[list[str]]:
    return [[f"  {cell}\u00a0 " for cell in row] for row in table.table()]


def wrapped_headings(table: Clean) -> list[list[str]]:
    return [[cell.replace(" ", "\n") for cell in table.table()[0]], *table.grid()]


def shouting(table: Clean) -> list[list[str]]:
    return [[cell.upper().replace(" ", "_") for cell in table.table()[0]], *table.grid()]


def camel(table: Clean) -> list[list[str]]:
    return [[cell.title().replace(" ", "") for cell in table.table()[0]], *table.grid()]


def short_rows(table: Clean) -> list[list[str]]:
    """Rows that stop at their last value, as some systems write them."""
    return [row if row[-1] else row[:-1] for row in table.table()]


LAYOUTS = [
    titled,
    footed,
    totals,
    counted,
    paged,
    gapped,
    grouped,
    group_repeated,
    in_two_languages,
    noted,
    coded_below,
    trailing_delimiter,
    padded,
    wrapped_headings,
    shouting,
    camel,
    short_rows,
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_layout_reads_the_same(layout, delimiter):
    table = clean()
    assert_reads_as(read(as_csv(layout(table), delimiter)), table)


@pytest.mark.parametrize("layout", [titled, footed, grouped, gapped, paged])
def test_every_layout_reads_the_same_from_a_workbook(layout):
    table = clean()
    assert_reads_as(read(workbook(layout(table))), table)


def workbook(lines: list[list[object]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("Incidents")
        for number, line in enumerate(lines):
            page.write_row(number, 0, line)
    return target.getvalue()


def test_total_and_title_lines_are_named_in_the_result():
    plan = read(as_csv([["Incident report"], *footed(clean())]))
    kinds = {line.kind: line.line for line in plan.source.set_aside}
    assert kinds == {"title": 1, "total": 84, "footnote": 86}
    assert any(warning.code == "total-row" for warning in plan.found.warnings)


DATES = {
    "day-first": "%d/%m/%Y",
    "dashes": "%d-%m-%Y",
    "dots": "%d.%m.%Y",
    "short year": "%d/%m/%y",
    "month-first": "%m/%d/%Y",
    "name": "%d %b %Y",
    "name in full": "%A %d %B %Y",
    "dashed name": "%d-%b-%y",
    "american name": "%B %d, %Y",
    "iso with time": "%Y-%m-%dT00:00:00",
    "joined digits": "%Y%m%d",
    "reversed digits": "%d%m%Y",
    "slashed iso": "%Y/%m/%d",
    "with midnight": "%d/%m/%Y 00:00:00",
}


@pytest.mark.parametrize("style", DATES.values(), ids=DATES)
def test_every_style_of_date_reads_the_same(style):
    table = clean()
    for row in table.rows:
        row["date"] = row["answer_date"].strftime(style)
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    dates = [draft.occurred_on for draft in plan.found.drafts]
    assert dates == [row["answer_date"] for row in table.rows]


def test_unpadded_dates_and_serial_day_numbers_read_the_same():
    table = clean()
    for number, row in enumerate(table.rows):
        on = row["answer_date"]
        serial = (on - datetime(1899, 12, 30).date()).days
        row["date"] = str(serial) if number % 2 else f"{on.day}/{on.month}/{on.year}"
    plan = read(as_csv(table.table()))
    assert [d.occurred_on for d in plan.found.drafts] == [row["answer_date"] for row in table.rows]


def test_a_column_of_mixed_date_styles_reads_the_same():
    table = clean()
    styles = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d.%m.%y", "%d-%b-%Y"]
    for number, row in enumerate(table.rows):
        row["date"] = row["answer_date"].strftime(styles[number % 5])
    plan = read(as_csv(table.table()))
    assert [d.occurred_on for d in plan.found.drafts] == [row["answer_date"] for row in table.rows]


TIMES = {
    "joined": "%H%M",
    "dotted": "%H.%M",
    "seconds": "%H:%M:%S",
    "half day": "%I:%M %p",
    "dotted half day": "%I.%M%p",
    "with hrs": "%H%M hrs",
    "french": "%Hh%M",
}


@pytest.mark.parametrize("style", TIMES.values(), ids=TIMES)
def test_every_style_of_time_reads_the_same(style):
    table = clean()
    for row in table.rows:
        row["time"] = row["answer_time"].strftime(style)
    plan = read(as_csv(table.table()))
    times = [draft.occurred_time for draft in plan.found.drafts]
    assert times == [row["answer_time"] for row in table.rows]


def test_times_that_lost_their_leading_zeros_keep_their_hour():
    table = clean()
    for row in table.rows:
        row["time"] = str(int(row["answer_time"].strftime("%H%M")))
    plan = read(as_csv(table.table()))
    times = [draft.occurred_time for draft in plan.found.drafts]
    assert times == [row["answer_time"] for row in table.rows]


@pytest.mark.parametrize(
    "style", ["%d/%m/%Y %H:%M", "%d/%m/%Y %H%M", "%Y-%m-%dT%H:%M:%S", "%d %b %Y %I:%M %p"]
)
def test_date_and_time_in_one_column_are_taken_apart(style):
    table = clean()
    del table.columns["time"]
    table.columns["date"] = "Date and time of incident"
    for row in table.rows:
        row["date"] = datetime.combine(row["answer_date"], row["answer_time"]).strftime(style)
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    drafts = plan.found.drafts
    assert [draft.occurred_time for draft in drafts] == [row["answer_time"] for row in table.rows]
    assert {draft.occurred_precision for draft in drafts} == {"time"}


@pytest.mark.parametrize("separator", [" / ", " - ", " > ", " | ", "/", ": ", "; ", ", "])
@pytest.mark.parametrize("order", ["team first", "locality first"])
def test_team_and_locality_in_one_column_are_taken_apart(separator, order):
    table = clean()
    del table.columns["locality"]
    first = order == "team first"
    table.columns["team"] = "Team / Locality" if first else "Locality / Team"
    for row in table.rows:
        pair = [row["answer_team"], row["answer_locality"]]
        row["team"] = separator.join(pair if first else pair[::-1])
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    assert {draft.locality for draft in plan.found.drafts} == {"Northside", "Southside"}


def test_the_finer_part_is_the_team_when_the_heading_does_not_say():
    table = clean()
    del table.columns["locality"]
    table.columns["team"] = "Service"
    for row in table.rows:
        row["team"] = f"{row['answer_locality']} - {row['answer_team']}"
    assert_reads_as(read(as_csv(table.table())), table)


def test_a_locality_in_brackets_is_taken_off_the_team():
    table = clean()
    del table.columns["locality"]
    for row in table.rows:
        row["team"] = f"{row['answer_team']} ({row['answer_locality']})"
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    assert {draft.locality for draft in plan.found.drafts} == {"Northside", "Southside"}


def test_a_name_spelt_in_different_ways_is_one_name_and_says_so():
    table = clean()
    ways = (str.upper, str.lower, str, str, str, lambda name: name.replace(" ", "  "))
    for number, row in enumerate(table.rows):
        row["team"] = ways[number % 6](row["team"]).replace("&", "and" if number % 11 == 0 else "&")
        row["category"] = ways[number % 6](row["category"])
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    assert {w.column for w in plan.found.warnings if w.code == "spelling"} == {"Team", "Category"}


@pytest.mark.parametrize("separator", [" - ", " > ", ": ", " / ", "; ", " | "])
@pytest.mark.parametrize("heading", ["Category", "Category / Subcategory", "Incident category"])
def test_category_and_subcategory_in_one_column_are_taken_apart(separator, heading):
    table = clean()
    del table.columns["sub"]
    table.columns["category"] = heading
    for number, row in enumerate(table.rows):
        if number % 9 == 0:
            row["answer_sub"] = ""
            row["category"] = row["answer_category"]
        else:
            row["category"] = f"{row['answer_category']}{separator}{row['answer_sub']}"
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    subs = [draft.subcategory for draft in plan.found.drafts]
    assert subs == [row["answer_sub"] for row in table.rows]


@pytest.mark.parametrize("separator", ["; ", ";", "|", "\n"])
def test_a_cell_of_several_categories_keeps_the_first_and_the_others(separator):
    table = clean()
    draw = random.Random(1)
    names = sorted({row["answer_category"] for row in table.rows})
    for row in table.rows:
        others = [name for name in names if name != row["answer_category"]]
        row["others"] = draw.sample(others, draw.choice((0, 0, 1, 2)))
        row["category"] = separator.join([row["answer_category"], *row["others"]])
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    assert [list(draft.other_categories) for draft in plan.found.drafts] == [
        row["others"] for row in table.rows
    ]


CODES = {
    "numbers up": ("1", "2", "3", "4", "5"),
    "numbers down": ("5", "4", "3", "2", "1"),
    "numbers from nought": ("0", "1", "2", "3", "4"),
    "roman": ("I", "II", "III", "IV", "V"),
    "small roman": ("i", "ii", "iii", "iv", "v"),
    "letters": ("A", "B", "C", "D", "E"),
    "letters down": ("E", "D", "C", "B", "A"),
    "initials": ("N", "L", "M", "S", "D"),
    "floats": ("1.0", "2.0", "3.0", "4.0", "5.0"),
    "levels": ("Level 1", "Level 2", "Level 3", "Level 4", "Level 5"),
    "numbered words": ("1 - None", "2 - Low", "3 - Moderate", "4 - Severe", "5 - Death"),
    "other words": ("Insignificant", "Minor", "Moderate", "Major", "Catastrophic"),
    "capitals": ("NO HARM", "LOW", "MODERATE", "SEVERE", "DEATH"),
    "lower case": ("none", "low", "moderate", "severe", "fatal"),
    "lfpse words": ("No physical harm", "Low physical harm", "Moderate physical harm",
                    "Severe physical harm", "Fatal"),
}  # fmt: skip


@pytest.mark.parametrize("codes", CODES.values(), ids=CODES)
@pytest.mark.parametrize("heading", ["Severity", "Degree of harm", "Actual harm"])
def test_every_way_of_coding_harm_reads_the_same(codes, heading):
    table = clean(200)
    table.columns["harm"] = heading
    for row in table.rows:
        row["harm"] = codes[HARMS.index(row["answer_harm"])]
    assert_reads_as(read(as_csv(table.table())), table)


def test_guessed_codes_always_come_with_a_warning():
    table = clean(200)
    for row in table.rows:
        row["harm"] = str(1 + HARMS.index(row["answer_harm"]))
    warnings = read(as_csv(table.table())).found.warnings
    assert [w.column for w in warnings if w.code == "harm-codes"] == ["Degree of harm"]


def test_a_legend_in_the_file_outweighs_the_counts():
    table = clean(200)
    table.columns["harm"] = "Severity (1 = Death, 2 = Severe, 3 = Moderate, 4 = Low, 5 = None)"
    for row in table.rows:
        row["harm"] = str(5 - HARMS.index(row["answer_harm"]))
    assert_reads_as(read(as_csv(table.table())), table)


def test_actual_and_potential_harm_stand_apart():
    table = clean(200)
    table.columns |= {"harm": "Accident Level", "worst": "Potential Accident Level"}
    roman = ("I", "II", "III", "IV", "V", "VI")
    for number, row in enumerate(table.rows):
        row["harm"] = roman[HARMS.index(row["answer_harm"])]
        row["worst"] = roman[number % 6]
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    worst = [draft.potential_harm for draft in plan.found.drafts[:6]]
    assert worst == ["none", "low", "moderate", "severe", "fatal", "fatal"]


def test_physical_and_psychological_harm_are_two_scales_that_count_down():
    table = clean(200)
    table.columns |= {"harm": "PhysicalHarm", "mind": "PsychologicalHarm"}
    for row in table.rows:
        place = HARMS.index(row["answer_harm"])
        row["harm"], row["mind"] = str(5 - place), str(max(1, 4 - place))
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    minds = [draft.psychological_harm for draft in plan.found.drafts]
    assert minds == [HARMS[min(3, HARMS.index(row["answer_harm"]))] for row in table.rows]


def test_spreadsheet_dates_times_and_numbers_read_as_they_look():
    table = clean()
    table.columns["number"] = "NHS number"
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page = book.add_worksheet()
        on = book.add_format({"num_format": "dd/mm/yyyy"})
        at = book.add_format({"num_format": "hh:mm"})
        page.write_row(0, 0, list(table.columns.values()))
        for number, row in enumerate(table.rows, start=1):
            row |= {"ref": 10_000 + number, "number": 9434765919}
            page.write_row(number, 0, [row[name] for name in table.columns])
            page.write_datetime(number, 1, datetime.combine(row["answer_date"], time()), on)
            page.write_datetime(number, 2, row["answer_time"], at)
    plan = read(target.getvalue())
    assert_reads_as(plan, table)
    first = plan.found.drafts[0]
    assert (first.reference, first.person_number) == ("10001", "9434765919")
    assert [d.occurred_time for d in plan.found.drafts] == [
        row["answer_time"] for row in table.rows
    ]


def test_columns_in_any_order_read_the_same():
    table = clean()
    names = list(table.columns)
    for seed in range(10):
        random.Random(seed).shuffle(names)
        table.columns = {name: clean().columns[name] for name in names}
        assert_reads_as(read(as_csv(table.table())), table)


OTHER_HEADINGS = [
    {"ref": "ID", "date": "Incident Date (dd/mm/yyyy)", "time": "Incident Time", "reported": "Opened date",
     "team": "Location (exact)", "locality": "Directorate", "sub": "Sub Category", "harm": "Severity"},
    {"ref": "Incident Number", "date": "Date of incident", "time": "Time of incident",
     "reported": "Reported on", "team": "Ward / Team", "locality": "Division", "category": "Incident category",
     "sub": "Subcategory", "harm": "Level of harm", "text": "What happened?", "action": "Action taken"},
    {"ref": "Record ID", "date": "Date occurred", "time": "Time", "reported": "Logged date",
     "team": "Reporting team", "locality": "Care group", "category": "Cause group", "sub": "Cause 1",
     "harm": "Actual impact", "text": "Incident details", "action": "Immediate actions"},
    {"ref": "event_id", "date": "event_date", "time": "event_time", "reported": "submitted_at",
     "team": "unit", "locality": "locality", "category": "category", "sub": "sub_category",
     "harm": "harm_level", "text": "narrative", "action": "actions_taken"},
    {"ref": "", "date": "When did it happen?", "time": "Time occurred", "reported": "Date of report",
     "team": "Service", "locality": "Borough", "category": "Type of incident", "sub": "Sub type",
     "harm": "Degree of harm caused", "text": "Brief description", "action": "What did you do?"},
]  # fmt: skip


@pytest.mark.parametrize("headings", OTHER_HEADINGS)
def test_other_systems_headings_are_known(headings):
    table = clean()
    table.columns |= headings
    plan = read(as_csv(table.table()))
    assert_reads_as(plan, table)
    drafts = plan.found.drafts
    assert [draft.occurred_time for draft in drafts] == [row["answer_time"] for row in table.rows]
    assert all(draft.subcategory and draft.locality and draft.reported_on for draft in drafts)
    assert sum(bool(draft.immediate_actions) for draft in drafts) > 20
