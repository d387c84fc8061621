"""Fields: plain sentences for bad input, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from goldthread.web import forms
from goldthread.web.forms.shown import error_list, shown, unrevealed
from goldthread.web.jinja import nhsuk

BEGAN = dt.date(2015, 4, 1)


class DayForm(forms.Form):
    day = forms.DateField("Date of the visit", past=True, after=BEGAN,
                          after_words="the service began")  # fmt: skip


class ReviewForm(forms.Form):
    review_on = forms.DateField("Review date", future=True, before=dt.date(2999, 1, 31))


class EveryForm(forms.Form):
    title = forms.TextField("Title", max_length=10)
    story = forms.LongTextField("What happened?", max_length=20)
    at = forms.TimeField("Time", optional=True)
    unsafe = forms.YesNoField("Is anyone unsafe now?", reveals={"yes": ["who"]})
    who = forms.TextField("Who?", optional=True)
    kind = forms.SelectField("Kind", [("a", "First"), ("b", "Second")])
    themes = forms.ChecksField("Themes", [("x", "X"), ("y", "Y")], optional=True)
    reached = forms.NumberField("People reached", max_value=14)
    files = forms.FilesField("Photographs", optional=True)
    sure = forms.CheckField("I have checked it")


def bound(form: type[forms.Form], data: dict[str, Any], **files: Any) -> Any:
    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [value])
    return form(query, MultiValueDict(files))


def day(text: str, form: type[forms.Form] = DayForm, name: str = "day") -> Any:
    parts = [*text.split(" "), "", ""][:3]
    keys = (f"{name}-day", f"{name}-month", f"{name}-year")
    return bound(form, dict(zip(keys, parts, strict=True)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter date of the visit"),
        ("31 2 2026", "Date of the visit must be a real date: there is no 31 2 2026"),
        ("27", "Date of the visit must include a month and a year"),
        ("27 3 26", "Year must include 4 numbers, for example 2026"),
        ("27 x 2026", "Date of the visit must be a real date, for example 27 3 2026"),
        ("1 1 2999", "Date of the visit must be today or in the past"),
        ("31 3 2015",
         "Date of the visit must be 1 April 2015 or later, when the service began"),
    ],
)  # fmt: skip
def test_a_wrong_date_is_answered_with_what_is_wrong(typed: str, sentence: str) -> None:
    assert day(typed).errors["day"] == [sentence]


def test_a_date_in_the_past_cannot_be_a_review_date() -> None:
    form = day("1 1 2020", ReviewForm, "review_on")
    assert form.errors["review_on"] == ["Review date must be today or in the future"]


def test_a_date_after_the_last_allowed_is_refused_with_that_day() -> None:
    form = day("1 2 2999", ReviewForm, "review_on")
    assert form.errors["review_on"] == ["Review date must be 31 January 2999 or earlier"]


@pytest.mark.parametrize("typed", ["1 4 2015", "01 04 2015", "1 Apr 2015", "1 april 2015"])
def test_a_date_may_be_typed_in_several_ways(typed: str) -> None:
    form = day(typed)
    assert form.is_valid()
    assert form.cleaned_data["day"] == BEGAN


@given(st.dates(BEGAN, dt.date(2026, 1, 1)))
def test_every_day_is_read_back_as_it_was_typed(value: dt.date) -> None:
    form = day(f"{value.day} {value.month} {value.year}")
    assert form.is_valid()
    assert form.cleaned_data["day"] == value


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_whatever_is_typed_as_a_date_is_kept_and_never_breaks(a: str, b: str, c: str) -> None:
    form = bound(DayForm, {"day-day": a, "day-month": b, "day-year": c})
    form.is_valid()
    assert shown(form["day"]).value == (a, b, c)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("14:05", dt.time(14, 5)), ("1405", dt.time(14, 5)), ("14.05", dt.time(14, 5)),
        ("2:05 pm", dt.time(14, 5)), ("9", None), ("9am", dt.time(9)), ("25:00", None),
        ("0:00", dt.time(0)),
    ],
)  # fmt: skip
def test_a_time_is_understood_or_answered_with_an_example(
    typed: str, expected: dt.time | None
) -> None:
    class Timed(forms.Form):
        at = forms.TimeField("Time")

    form = bound(Timed, {"at": typed})
    if expected is None:
        assert form.errors["at"] == ["Time must be a time, for example 14:05"]
    else:
        assert form.is_valid()
        assert form.cleaned_data["at"] == expected


def test_text_that_is_too_long_says_by_how_much() -> None:
    form = bound(EveryForm, {"title": "x" * 12})
    assert form.errors["title"] == [
        "Title must be 10 characters or fewer. Shorten it by 2 characters."
    ]


def test_a_line_break_counts_as_one_character() -> None:
    form = bound(EveryForm, {"story": "ten chars!\r\nnine char"})
    assert "story" not in form.errors


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("title", "Enter title"),
        ("unsafe", "Answer “Is anyone unsafe now?”"),
        ("kind", "Choose kind"),
        ("reached", "Enter people reached"),
        ("sure", "Tick the box: i have checked it"),
    ],
)
def test_an_answer_that_is_missing_is_asked_for(name: str, sentence: str) -> None:
    assert bound(EveryForm, {}).errors[name][0].lower() == sentence.lower()


def test_an_answer_that_was_not_offered_is_refused() -> None:
    form = bound(EveryForm, {"kind": "z", "unsafe": "perhaps"})
    assert form.errors["kind"] == form.errors["unsafe"] == ["Choose one of the answers shown"]


@pytest.mark.parametrize("typed", ["15", "-1", "many", "1.5"])
def test_a_number_out_of_range_says_the_range(typed: str) -> None:
    form = bound(EveryForm, {"reached": typed})
    assert form.errors["reached"] == ["People reached must be a whole number between 0 and 14"]


def test_yes_and_no_become_true_and_false() -> None:
    form = bound(EveryForm, {"unsafe": "no"})
    form.is_valid()
    assert form.cleaned_data["unsafe"] is False


def test_several_files_come_as_a_list_and_none_as_an_empty_one() -> None:
    files = [SimpleUploadedFile("a.jpg", b"a"), SimpleUploadedFile("b.jpg", b"b")]
    form = bound(EveryForm, {}, files=files)
    form.is_valid()
    assert form.cleaned_data["files"] == files
    empty = bound(EveryForm, {})
    empty.is_valid()
    assert empty.cleaned_data["files"] == []


def test_an_empty_file_is_refused() -> None:
    form = bound(EveryForm, {}, files=[SimpleUploadedFile("a.jpg", b"")])
    assert form.errors["files"] == ["The file is empty. Choose another one"]


def test_the_error_summary_leads_to_each_field_in_order() -> None:
    form = bound(EveryForm, {})
    ids = [id_ for id_, _ in error_list(form)]
    assert ids == ["id_title", "id_story", "id_unsafe", "id_kind", "id_reached", "id_sure"]


def test_a_field_that_an_answer_reveals_does_not_stand_alone() -> None:
    assert "who" not in [one.name for one in unrevealed(bound(EveryForm, {}))]


def drawn(form: Any) -> str:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    form.request = request
    source = '{% from "components/fields.html" import simple_form %}{{ simple_form(form, "Save") }}'
    environment = get_template("errors/500.html").backend.env
    return environment.from_string(source).render(form=form)


def test_everything_typed_is_still_there_beside_the_errors() -> None:
    typed = {
        "title": "A title that is too long", "story": "<b>bold</b> & more", "at": "quarter past",
        "unsafe": "yes", "who": "Everyone", "kind": "b", "themes": ["y"], "reached": "lots",
        "sure": "on",
    }  # fmt: skip
    html = drawn(bound(EveryForm, typed))
    for value in ("A title that is too long", "quarter past", "Everyone", "lots"):
        assert f'value="{value}"' in html
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more</textarea>" in html
    assert '<option value="b" selected>' in html
    assert 'value="y" checked' in html
    assert 'value="yes" checked' in html


def test_every_input_has_a_label_and_errors_are_tied_to_it() -> None:
    html = drawn(bound(EveryForm, {}))
    inputs = set(re.findall(r'<(?:input|textarea|select)[^>]* id="([^"]+)"', html))
    labels = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert inputs <= labels
    for tied in re.findall(r'aria-describedby="([^"]+)"', html):
        for id_ in tied.split():
            assert f'id="{id_}"' in html


def test_a_form_without_its_request_has_no_tokens() -> None:
    with pytest.raises(TypeError):
        _ = EveryForm().tokens


def test_parts_of_the_design_system_can_be_reached_and_escape_text() -> None:
    html = nhsuk("inset-text", {"text": "<script>"})
    assert "nhsuk-inset-text" in html
    assert "&lt;script&gt;" in html


def test_a_filter_that_makes_no_sense_is_left_out_and_the_rest_counts() -> None:
    request = RequestFactory().get("/", {"kind": "nonsense", "themes": "x", "title": ""})
    assert EveryForm.filters(request).given == {"themes": ["x"]}


def test_a_list_without_filters_has_none_and_no_errors() -> None:
    form = EveryForm.filters(RequestFactory().get("/"))
    assert form.given == {}
    assert not form.errors
