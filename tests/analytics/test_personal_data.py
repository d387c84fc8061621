"""Personal data found in free text, and what is rightly left alone. Everyone here is invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.personal_data import find_personal_data, is_nhs_number, replace


def found(text, kind=None, **options):
    return [span.text for span in find_personal_data(text, **options) if kind in (None, span.kind)]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Seen with Mr Okonkwo-Bright at home.", "name", ["Okonkwo-Bright"]),
        ("Call from Mrs J. K. Fairweather.", "name", ["J. K. Fairweather"]),
        ("saw mr quill at home", "name", ["quill"]),
        ("Ms S was calm on arrival.", "name", ["S"]),
        ("Dr Priya Raman agreed the plan.", "name", ["Priya Raman"]),
        ("Sarah said she felt safe.", "name", ["Sarah"]),
        ("his daughter, Tamsin, was upset", "name", ["Tamsin"]),
        ("a man named Zebedee Quill was seen", "name", ["Zebedee Quill"]),
        ("Support worker Ingrid Moss rang.", "name", ["Ingrid Moss"]),
        ("NHS number 943 476 5919 was on the form", "nhs_number", ["943 476 5919"]),
        ("NHS no: 9434765919", "nhs_number", ["9434765919"]),
        ("DOB: 03/11/1978", "date_of_birth", ["03/11/1978"]),
        ("born on 3rd November 1978 in Leeds", "date_of_birth", ["3rd November 1978"]),
        ("Ring 07700 900123 or 0113 496 0123.", "phone", ["07700 900123", "0113 496 0123"]),
        ("Ring +44 7700 900123.", "phone", ["+44 7700 900123"]),
        ("mail t.quill@example.org today", "email", ["t.quill@example.org"]),
        ("moved to LS6 3QQ last week", "postcode", ["LS6 3QQ"]),
        ("visited at Flat 2, 14 Elm Tree Road today", "address", ["Flat 2, 14 Elm Tree Road"]),
        ("lives at 7 St Mark's Close.", "address", ["7 St Mark's Close"]),
        ("RiO number 1234567 opened", "record_number", ["1234567"]),
        ("Hospital no. X45-9921", "record_number", ["X45-9921"]),
        ("NI number QQ123456C", "record_number", ["QQ123456C"]),
    ],
)
def test_each_kind_is_found(text, kind, expected):
    assert found(text, kind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Crisis Team was called at 21:40 and attended within the hour.",
        "St Mary's Hospital, Mill Road, was full on Monday.",
        "Staff Nurse on duty told the Police. Paramedics attended.",
        "Sertraline was increased to 100 mg in March and will be reviewed in May.",
        "It may rain; mark the form and hope he will come with grace.",
        "Reference ranges of 12 345 67890 mean nothing here.",
        "He was seen on 3 November 2026 at 14:05 for 45 minutes.",
        "The score was 943 476 5918 of the scale.",
        "Approved Mental Health Professional assessed under the Mental Health Act.",
        "Ward 4 Oak, bed 12. Incident at 10 Park level. 20 Road traffic events.",
        "Leeds and York Partnership was told. Sheffield was told.",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text):
    assert found(text) == []


def test_a_name_once_known_is_known_everywhere_in_the_text():
    text = "Zebedee Quill, aged 44, missed a visit. Later Quill rang; ZEBEDEE was distressed."
    assert found(text, "name") == ["Zebedee Quill", "Quill", "ZEBEDEE"]


def test_a_street_named_like_the_person_stays_a_street():
    text = "Mr Quill left the house. The bus stops in Quill Street."
    assert found(text, "name") == ["Quill"]


def test_names_the_record_holds_are_found_in_any_case():
    text = "spoke to zebedee quill, then Quill's neighbour"
    assert found(text, "name", known_names=["Zebedee Quill"]) == ["zebedee quill", "Quill"]


def test_check_digit_decides_what_is_an_nhs_number():
    assert is_nhs_number("943 476 5919")
    assert not is_nhs_number("943 476 5918")
    assert not is_nhs_number("000 000 0000")


def test_replacing_says_what_kind_stood_there():
    text = "Mr Quill (NHS 943 476 5919) rang 07700 900123."
    assert replace(text) == "Mr [name] (NHS [NHS number]) rang [phone number]."


def test_a_person_may_choose_which_spans_are_replaced():
    text = "Mr Quill rang 07700 900123."
    chosen = [span for span in find_personal_data(text) if span.kind == "phone"]
    assert replace(text, chosen) == "Mr Quill rang [phone number]."


@given(st.text(max_size=300))
def test_spans_are_in_order_apart_and_quote_the_text(text):
    at = 0
    for span in find_personal_data(text):
        assert at <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        at = span.end
    replace(text)


def test_four_hundred_characters_take_well_under_five_milliseconds():
    text = ("Mr Quill rang the team on Tuesday and Sarah Moss went to see him at home. " * 6)[:400]
    find_personal_data(text)
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.005


def test_a_very_long_hostile_text_is_read_in_linear_time():
    for piece in ("Aa ", "Mr ", "0", "1 Aa-", "a.", "St ", "@a."):
        started = time.perf_counter()
        find_personal_data(piece * 20_000)
        assert time.perf_counter() - started < 5


def _seconds(text):
    started = time.perf_counter()
    find_personal_data(text)
    return time.perf_counter() - started
