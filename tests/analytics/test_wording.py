"""Blame and weak promises, and what is rightly left alone."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.analytics.phrases import PhraseError, compile_phrases
from goldthread.analytics.wording import (
    RulesRefused,
    find_wording,
    load_rules,
    suggest_strength,
)

HELD_OUT = Path(__file__).parent / "data" / "wording_held_out.csv"


def codes(text, *kinds):
    return [item.code for item in find_wording(text, kinds or ("blame", "weak_action"))]


# The rules were made with these and data/wording_development.csv; the held-out ones made none.
@pytest.mark.capability(10)
@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("The nurse failed to escalate.", "BLAME-01"),
        ("The practitioner should have noticed.", "BLAME-02"),
        ("This was careless.", "BLAME-03"),
        ("The manager was to blame.", "BLAME-04"),
        ("The cause was human error.", "BLAME-05"),
        ("The worker ignored the note.", "BLAME-06"),
        ("The nurse did not follow the policy.", "BLAME-07"),
        ("She should be disciplined.", "BLAME-08"),
        ("He was non-compliant with treatment.", "BLAME-09"),
    ],
)
def test_each_blame_rule_finds_its_own(sentence, code):
    assert codes(sentence) == [code]


@pytest.mark.capability(38)
@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Remind staff to escalate.", "WEAK-01"),
        ("Reinforce the importance of handover.", "WEAK-02"),
        ("Raise awareness of the pathway.", "WEAK-03"),
        ("Be more careful.", "WEAK-04"),
        ("Staff to be told about it.", "WEAK-05"),
        ("Discuss at the team meeting.", "WEAK-06"),
        ("Recirculate the policy.", "WEAK-07"),
        ("Refresher training.", "WEAK-08"),
        ("Ensure staff complete the form.", "WEAK-09"),
        ("Improve communication.", "WEAK-10"),
    ],
)
def test_each_weak_action_rule_finds_its_own(sentence, code):
    assert codes(sentence) == [code]


@pytest.mark.parametrize(
    "sentence",
    [
        "The lock failed to close.",
        "He died of heart failure.",
        "No one was to blame.",
        'The father wrote: "the nurse failed to call us".',
        "The patient was reminded of the crisis line.",
        "Training with an observed competency check for six named staff by 1 May.",
        "Extra care housing was offered.",
        "",
    ],
)
def test_ordinary_sentences_are_left_alone(sentence):
    assert codes(sentence) == []


def test_a_finding_says_where_why_and_what_to_ask_instead():
    text = "At 10:00 the nurse failed to ring."
    found = find_wording(text)[0]
    assert text[found.start : found.end] == found.text == "nurse failed to"
    assert found.kind == "blame"
    assert found.why.endswith(".")
    assert found.ask.endswith("?")


def test_only_the_kind_asked_for_is_looked_for():
    assert codes("The nurse failed to ring. Remind staff.", "weak_action") == ["WEAK-01"]


def test_an_excuse_covers_only_its_own_sentence():
    assert codes("No one was to blame. The manager was to blame.") == ["BLAME-04"]


@pytest.mark.parametrize("kind", ["blame", "weak_action"])
def test_precision_and_recall_on_sentences_kept_apart(kind):
    """Measured: blame 0.99 and 0.80, weak actions 0.97 and 0.83 (docs/reference/text-checks.md)."""
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 300
    flagged = [row["label"] == kind for row in rows if find_wording(row["sentence"], (kind,))]
    present = sum(row["label"] == kind for row in rows)
    assert sum(flagged) / len(flagged) >= 0.95
    assert sum(flagged) / present >= 0.77


@pytest.mark.capability(38)
@pytest.mark.parametrize(
    ("action", "level"),
    [
        ("Make the re-check time a mandatory field.", "strong"),
        ("The record cannot be closed without an end date.", "strong"),
        ("Tasks are created automatically on a missed visit.", "strong"),
        ("Replace the four referral forms with one form.", "strong"),
        ("The record will not save without a threshold and an owner.", "strong"),
        ("Referrals go to one inbox that opens a task by itself.", "strong"),
        ("One depot card for every clinic replaces four.", "strong"),
        ("The huddle board has a column for the re-check time.", "medium"),
        ("Introduce a handover checklist.", "medium"),
        ("Recruit two nurses to the evening shift.", "medium"),
        ("A second signature on address changes.", "medium"),
        ("Remind staff to use the checklist.", "weak"),
        ("One-off training session.", "weak"),
        ("Update the policy.", "weak"),
        ("Remind staff, and add a mandatory field to the form.", "strong"),
    ],
)
def test_strength_follows_the_hierarchy_of_effectiveness(action, level):
    suggested = suggest_strength(action)
    assert suggested.level == level
    assert suggested.words.casefold() in action.casefold()
    assert suggested.reason


def test_strength_says_when_it_cannot_tell():
    assert suggest_strength("Blue chairs.").level is None


def test_a_customer_may_add_replace_and_switch_off_rules(tmp_path):
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "groups:\n  us: our folk|our people\n"
        "rules:\n"
        "  - {code: WEAK-01, switched_off: true}\n"
        "  - {code: OURS, kind: blame, phrases: ['{us} ... (slipped|fell short)'], why: W., ask: 'A?'}\n",
        encoding="utf-8",
    )
    rules = load_rules([ours])
    found = find_wording("Remind staff. Our folk badly slipped.", rules=rules)
    assert [item.code for item in found] == ["OURS"]


@pytest.mark.parametrize(
    "content",
    [
        "rules: [{kind: blame}]",
        "rules: [{code: A, kind: blame, phrases: [x], why: w}]",
        "rules: [{code: A, kind: other, phrases: [x], why: w, ask: a}]",
        "rules: [{code: A, kind: blame, phrases: ['{nobody}'], why: w, ask: a}]",
        "rules: [",
        "only words",
    ],
)
def test_a_rule_file_that_cannot_be_used_is_refused_by_name(tmp_path, content):
    path = tmp_path / "bad.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RulesRefused, match=r"bad\.yaml"):
        load_rules([path])


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("remind [all] staff", "Remind  all staff", True),
        ("remind [all] staff", "remind staff", True),
        ("(a|b c) d", "b c d", True),
        ("remind*", "reminding", True),
        ("remind", "reminder", False),
        ("nurse ... failed", "nurse who was new there failed", True),
        ("nurse ... failed", "nurse left. He failed", False),
    ],
)
def test_the_phrase_language_means_what_it_says(phrase, text, found):
    assert bool(compile_phrases([phrase], {}).search(text)) is found


@pytest.mark.parametrize("phrase", ["(a", "a)", "[a", "", "{x}"])
def test_a_phrase_with_a_slip_is_quoted_back(phrase):
    with pytest.raises(PhraseError, match="The phrase"):
        compile_phrases([phrase], {})


@given(st.text(max_size=300))
def test_findings_are_in_order_apart_and_quote_the_text(text):
    at = 0
    for item in find_wording(text):
        assert at <= item.start < item.end
        assert text[item.start : item.end] == item.text
        at = item.end


def test_four_hundred_characters_are_read_in_a_few_milliseconds():
    text = ("The coordinator visited on Tuesday and the team was told about the plan. " * 6)[:400]
    find_wording(text)
    times = []
    for _ in range(10):
        started = time.perf_counter()
        find_wording(text)
        times.append(time.perf_counter() - started)
    assert min(times) < 0.010


def test_a_very_long_text_is_read_in_linear_time():
    for piece in ("staff ", "the nurse who ", "(", '"', "to be "):
        started = time.perf_counter()
        find_wording(piece * 10_000)
        assert time.perf_counter() - started < 10
