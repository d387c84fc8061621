"""Dates, times, lengths and counts in plain English."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.web import words
from goldthread.web.gauge import gauge

NOW = dt.datetime(2026, 11, 21, 14, 5, tzinfo=dt.UTC)


def test_a_date_is_day_month_year() -> None:
    assert words.date(dt.date(2026, 11, 2)) == "2 November 2026"


def test_a_moment_is_said_in_local_time() -> None:
    assert words.when(dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)) == "2 July 2026 at 00:30"


def test_nothing_is_said_of_no_date() -> None:
    assert words.date(None) == words.time(None) == words.when(None) == ""


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (dt.timedelta(hours=3), "in 3 hours"),
        (dt.timedelta(hours=1, minutes=59), "in 1 hour"),
        (dt.timedelta(hours=47), "in 47 hours"),
        (dt.timedelta(days=2), "in 2 days"),
        (dt.timedelta(days=-2), "2 days late"),
        (dt.timedelta(seconds=-30), "now"),
        (dt.timedelta(minutes=-1), "1 minute late"),
        (dt.timedelta(days=90), "in 2 months"),
        (dt.timedelta(days=800), "in 2 years"),
    ],
)
def test_what_is_due_is_said_as_a_distance(ahead: dt.timedelta, expected: str) -> None:
    assert words.until(NOW + ahead, NOW) == expected


def test_what_has_been_is_said_as_a_distance() -> None:
    assert words.ago(NOW - dt.timedelta(days=3), NOW) == "3 days ago"
    assert words.ago(NOW, NOW) == "just now"


@given(st.timedeltas())
def test_every_length_has_words(span: dt.timedelta) -> None:
    assert words.length(span)


def test_counts_are_grouped_and_agree_with_their_noun() -> None:
    assert words.plural(1, "incident") == "1 incident"
    assert words.plural(2014, "incident") == "2,014 incidents"
    assert words.plural(0, "person", "people") == "0 people"


def test_typed_text_becomes_paragraphs_and_markup_in_it_stays_text() -> None:
    typed = "First <b>line</b>\r\nsecond\n\n\n<script>alert(1)</script>"
    assert words.paragraphs(typed) == (
        "<p>First &lt;b&gt;line&lt;/b&gt;<br>second</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


@given(st.text())
def test_no_typed_text_ever_becomes_markup(text: str) -> None:
    html = str(words.paragraphs(text))
    for ours in ("<p>", "</p>", "<br>"):
        html = html.replace(ours, "")
    assert "<" not in html
    assert ">" not in html


def test_a_browser_is_named_in_words() -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    assert words.browser(agent) == "Firefox on Windows"
    assert words.browser("") == "A browser"


def test_a_proportion_is_said_with_its_interval_and_the_standard() -> None:
    said = gauge(18, 20, (0.699, 0.972), 0.9).words
    assert said.startswith("18 of 20: 90%.")
    assert "between 70% and 97% (95% confidence)" in said
    assert said.endswith("The standard is 90%.")
