"""A draft is changed one thing at a time, and what changed can be said in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.decision_tools import editing
from goldthread.decision_tools.differences import differences
from goldthread.decision_tools.editing import NEW_OUTCOME, NEW_QUESTION, AnswerGiven
from goldthread.decision_tools.parsing import faults_of, parse
from goldthread.decision_tools.shape import as_lists
from tests.decision_tools.test_definition import small, tools

WORDS = {"text": "Was anybody hurt?", "help": "", "source": ""}


def given_of(data: dict[str, Any], place: str) -> list[AnswerGiven]:
    row = editing.find(data, "question", place)
    assert row is not None
    return [
        AnswerGiven(a["code"], a["label"], a["next"], a.get("asks", ""), n)
        for n, a in enumerate(row["answers"])
    ]


def said(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return [change.what for change in differences(old, new)]


def test_a_question_reworded_keeps_its_answers_and_their_codes() -> None:
    data = small()
    changed = editing.set_question(data, "harmed", WORDS, given_of(data, "harmed"))
    assert parse(changed).questions["harmed"].answers == parse(data).questions["harmed"].answers
    assert said(data, changed) == ["Question reworded"]


def test_answers_stand_in_the_order_of_their_places() -> None:
    data = small()
    answers = [
        AnswerGiven("yes", "Yes", "serious", "", 2),
        AnswerGiven("no", "No", "nothing", "", 1),
    ]
    changed = editing.set_question(data, "harmed", {}, answers)
    assert [a.code for a in parse(changed).questions["harmed"].answers] == ["no", "yes"]
    assert said(data, changed) == [
        "The order of the answers of question “Was anyone harmed?” changed"
    ]


def test_a_new_answer_gets_a_code_of_its_own_from_its_words() -> None:
    data = small()
    answers = [*given_of(data, "harmed"), AnswerGiven("", "Yes", "act", "Who?", 9)]
    changed = editing.set_question(data, "harmed", {}, answers)
    made = parse(changed).questions["harmed"].answers[-1]
    assert (made.code, made.next, made.asks) == ("yes_2", "act", "Who?")


@pytest.mark.parametrize(("wanted", "kind"), [(NEW_QUESTION, "question"), (NEW_OUTCOME, "outcome")])
def test_an_answer_may_lead_to_a_place_that_is_written_next(wanted: str, kind: str) -> None:
    answers = [AnswerGiven("", "Not sure", wanted)]
    changed = editing.set_question(small(), "serious", {}, answers)
    row = editing.find(changed, kind, kind)
    assert row is not None
    assert [fault.place for fault in faults_of(changed)].count(f"{kind}:{kind}") >= 1


def test_an_answer_that_someone_else_added_meanwhile_stays() -> None:
    data = small()
    changed = editing.set_question(data, "harmed", {}, given_of(data, "harmed")[:1])
    assert [a.code for a in parse(changed).questions["harmed"].answers] == ["yes", "no"]


def test_an_answer_is_taken_out_only_when_it_is_marked() -> None:
    data = small()
    answers = [AnswerGiven("no", "No", "nothing", removed=True), given_of(data, "harmed")[0]]
    changed = editing.set_question(data, "harmed", {}, answers)
    assert "Answer “No” of question “Was anyone harmed?” was removed" in said(data, changed)


def test_what_led_to_a_place_taken_out_leads_nowhere_and_is_named() -> None:
    changed = editing.remove(small(), "outcome", "watch")
    (fault,) = faults_of(changed)
    assert fault.place == "question:serious"
    assert "leads nowhere yet" in fault.sentence


def test_an_outcome_keeps_the_codes_of_words_it_already_asked_for() -> None:
    data = editing.set_outcome(small(), "watch", {}, ["Why?", "Until when?"])
    again = editing.set_outcome(data, "watch", {}, ["Until when?", "Who watches?"])
    before, after = (parse(one).outcomes["watch"].asks for one in (data, again))
    assert [one.code for one in before] == ["why", "until_when"]
    assert [one.code for one in after] == ["until_when", "who_watches"]


@given(tools(), st.data())
def test_moving_up_and_down_again_changes_nothing(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    kind = draw.draw(st.sampled_from(["question", "outcome"]))
    rows = as_lists(data)[editing.LISTS[kind]]
    number = draw.draw(st.integers(1, len(rows) - 1)) if len(rows) > 1 else 0
    place = rows[number]["id"]
    moved = editing.move(data, kind, place, -1 if number else 0)
    assert editing.move(moved, kind, place, 1 if number else 0) == as_lists(data)


def test_moving_past_the_end_stays_at_the_end() -> None:
    moved = editing.move(small(), "outcome", "act", 99)
    assert [row["id"] for row in moved["outcomes"]] == ["watch", "nothing", "act"]
    assert said(small(), moved) == ["The order of the outcomes changed"]


def test_a_tool_of_ones_own_begins_sound() -> None:
    assert faults_of(editing.new_tool("own", "Our own?", "Ours.")) == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Who watches?", "who_watches"),
        ("Über 30", "fallback"),
        ("", "fallback"),
        ("9 lives", "fallback"),
    ],
)
def test_a_code_is_made_of_plain_letters(words: str, code: str) -> None:
    made = editing.slug(words, [], "fallback")
    assert made == code or (words.startswith("Ü") and made == "ber_30")


@given(st.text(max_size=80), st.sets(st.text(max_size=10)))
def test_a_code_is_never_taken_and_always_well_formed(words: str, taken: set[str]) -> None:
    made = editing.slug(words, taken, "place")
    assert made not in taken
    assert faults_of({**editing.new_tool("own", "Own?", ""), "code": made}) == () or made in {
        "new",
        "runs",
    }


@given(tools())
def test_nothing_changed_says_nothing(data: dict[str, Any]) -> None:
    assert differences(data, as_lists(data)) == ()


EDITS = {
    "name": "The name changed",
    "purpose": "The purpose changed",
    "source": "The source of the tool changed",
}


@given(tools(), st.sampled_from(sorted(EDITS)))
def test_a_change_about_the_tool_is_said_with_before_and_after(
    data: dict[str, Any], key: str
) -> None:
    (change,) = differences(data, {**data, key: "Something else"})
    assert (change.what, change.after) == (EDITS[key], "Something else")
    assert change.before == data.get(key, "")


@given(tools(), st.data())
def test_any_answer_that_leads_elsewhere_is_said(data: dict[str, Any], draw: st.DataObject) -> None:
    place = draw.draw(st.sampled_from(sorted(data["questions"])))
    number = draw.draw(st.integers(0, len(data["questions"][place]["answers"]) - 1))
    new = as_lists(data)
    row = next(one for one in new["questions"] if one["id"] == place)
    answers = [dict(one) for one in row["answers"]]
    answers[number]["next"] = "elsewhere"
    row["answers"] = answers
    (change,) = differences(data, new)
    assert "leads elsewhere" in change.what
    assert change.after == "“elsewhere”"


def test_every_part_that_changed_is_said_once_in_plain_words() -> None:
    new = as_lists(small())
    new["start"] = "serious"
    new["outcomes"][0] |= {
        "guidance": "Ring now.",
        "value": "go",
        "asks": [{"code": "w", "label": "Who?"}],
    }
    new["questions"][0] |= {"help": "Anyone at all.", "source": "Policy"}
    new["questions"][0]["answers"] = [
        {"code": "yes", "label": "Yes, someone", "next": "serious", "asks": "Who?"},
        {"code": "no", "label": "No", "next": "nothing"},
        {"code": "not_sure", "label": "Not sure", "next": "watch"},
    ]
    new["outcomes"].append({"id": "extra", "label": "Extra"})
    assert said(small(), new) == [
        "It starts elsewhere",
        "The help of question “Was anyone harmed?” changed",
        "The source of question “Was anyone harmed?” changed",
        "An answer of question “Was anyone harmed?” reworded",
        "The words asked for beside “Yes, someone” changed",
        "Answer “Not sure” of question “Was anyone harmed?” was added",
        "Outcome “Extra” was added",
        "The guidance of outcome “Act” changed",
        "What outcome “Act” counts as changed",
        "The words that outcome “Act” asks for changed",
    ]
