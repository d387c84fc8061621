"""What a reader could not tell."""

import time

import pytest

from goldthread.analytics.completeness import Facts, assess

WHOLE = (
    "On Tuesday at 14:10 the support worker visited Flat 3 and found the front door open and the "
    "kitchen full of smoke. She turned off the cooker, rang 999 and stayed with the tenant outside. "
    "He was shaken but not hurt. The duty manager was told at 14:40."
)


def codes(text, **facts):
    return [gap.code for gap in assess(text, Facts(**facts)).gaps]


@pytest.mark.capability(9)
def test_a_whole_account_leaves_nothing_to_ask():
    result = assess(WHOLE)
    assert (result.score, result.gaps) == (100, ())


@pytest.mark.capability(9)
def test_a_bare_account_is_asked_what_when_where_done_told_and_harm():
    assert codes("He was unwell again.", event_type="incident") == [
        *("TELL-01", "TELL-02", "TELL-04", "TELL-05", "TELL-03"),
    ]


def test_every_question_is_a_question_with_its_reason():
    for gap in assess("").gaps:
        assert gap.question.endswith("?")
        assert gap.why.endswith(".")


def test_facts_on_the_form_are_never_asked_again():
    open_questions = codes(
        "The visit did not take place and nobody noticed until the family asked about it later on.",
        occurred="2026-03-04",
        place="home",
        immediate_actions="Visited the same day",
        people_told="Team manager",
        physical_harm="5",
    )
    assert open_questions == []


def test_a_date_marked_unknown_is_no_answer():
    assert "TELL-02" in codes("The letter was lost.", occurred="x", occurred_precision="unknown")


def test_a_step_up_without_a_time_is_asked_about():
    text = WHOLE + " The plan was to step up to the crisis team."
    assert codes(text) == ["TELL-07"]
    assert codes(WHOLE + " She was stepped up to the crisis team at 16:00.") == []


def test_safeguarding_asks_who_has_the_lead_until_it_is_said():
    assert "TELL-08" in codes(WHOLE, categories=("safeguarding_adult",))
    said = " A concern was raised by phone with the council at 15:00."
    assert "TELL-08" not in codes(WHOLE + said, categories=("safeguarding_adult",))


def test_a_restriction_asks_what_was_tried_first():
    assert "TELL-09" in codes(WHOLE, themes=("restriction_not_reviewed",))


def test_vague_words_are_asked_about():
    assert "TELL-12" in codes(WHOLE + " The matter was dealt with.")


def test_a_risk_is_not_asked_about_harm_and_good_care_is_asked_what_helped():
    assert "TELL-06" not in codes("The rota has a gap.", event_type="risk")
    assert "TELL-14" in codes("The visit went well.", event_type="good_care")
    assert "TELL-04" not in codes("The visit went well.", event_type="good_care")


def test_a_long_account_without_times_is_asked_for_its_order():
    assert "TELL-15" in codes("He came in and sat down and then he left again. " * 12)


def test_the_score_stays_between_0_and_100():
    assert 0 <= assess("", Facts(categories=("safeguarding_adult", "overdose"))).score <= 100


def test_a_narrative_is_read_quickly():
    assess(WHOLE)
    started = time.perf_counter()
    assess(WHOLE * 4)
    assert time.perf_counter() - started < 0.05
