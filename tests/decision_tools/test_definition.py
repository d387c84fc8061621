"""A tool that parses can always be walked to an outcome; a faulty one says where it is faulty."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread import defaults
from goldthread.decision_tools.definition import (
    Definition,
    End,
    Step,
    UnknownAnswer,
    in_order,
    most_questions,
    walk,
)
from goldthread.decision_tools.parsing import FaultyDefinition, parse


def small(**changes: Any) -> dict[str, Any]:
    """Two questions and three outcomes; `changes` replace top-level entries."""
    data: dict[str, Any] = {
        "code": "threshold",
        "name": "Threshold",
        "start": "harmed",
        "questions": {
            "harmed": {
                "text": "Was anyone harmed?",
                "answers": [
                    {"code": "yes", "label": "Yes", "next": "serious"},
                    {"code": "no", "label": "No", "next": "nothing"},
                ],
            },
            "serious": {
                "text": "Was it serious?",
                "answers": [
                    {"code": "yes", "label": "Yes", "next": "act"},
                    {"code": "no", "label": "No", "next": "watch"},
                ],
            },
        },
        "outcomes": {
            "act": {"label": "Act", "value": "act", "guidance": "Ring the duty lead."},
            "watch": {"label": "Watch", "guidance": "Look again tomorrow."},
            "nothing": {"label": "Nothing to do", "guidance": "Go on as planned."},
        },
    }
    return data | changes


@st.composite
def tools(draw: st.DrawFn) -> dict[str, Any]:
    """A random sound tool: answers lead only forward, and every place is led to."""
    count = draw(st.integers(1, 8))
    ends = draw(st.integers(1, 4))
    places = [f"q{n}" for n in range(count)] + [f"o{n}" for n in range(ends)]
    nexts: list[list[str]] = [
        draw(st.lists(st.sampled_from(places[n + 1 :]), min_size=1, max_size=4))
        for n in range(count)
    ]
    for index, place in enumerate(places[1:], start=1):
        if not any(place in row for row in nexts):
            nexts[draw(st.integers(0, min(index, count) - 1))].append(place)
    return {
        "code": "random",
        "name": "Random",
        "start": "q0",
        "questions": {
            f"q{n}": {
                "text": f"Question {n}?",
                "answers": [
                    {"code": f"a{m}", "label": f"Answer {m}", "next": place}
                    for m, place in enumerate(row)
                ],
            }
            for n, row in enumerate(nexts)
        },
        "outcomes": {f"o{n}": {"label": f"Outcome {n}"} for n in range(ends)},
    }


def every_way(data: dict[str, Any], place: str) -> list[tuple[dict[str, str], str]]:
    """Slow twin of `walk`: each full set of answers from `place`, with the outcome it ends at."""
    if place in data["outcomes"]:
        return [({}, place)]
    return [
        ({place: answer["code"], **rest}, end)
        for answer in data["questions"][place]["answers"]
        for rest, end in every_way(data, answer["next"])
    ]


@given(tools())
def test_every_way_through_a_sound_tool_ends_at_the_outcome_it_leads_to(
    data: dict[str, Any],
) -> None:
    definition = parse(data)
    for answers, expected in every_way(data, "q0"):
        reached = walk(definition, answers)
        assert isinstance(reached, End)
        assert reached.outcome.id == expected
        assert [passed.question.id for passed in reached.path] == list(answers)


@given(tools(), st.data())
def test_leaving_out_an_answer_asks_exactly_that_question(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    answers, _ = draw.draw(st.sampled_from(every_way(data, "q0")))
    missing = draw.draw(st.sampled_from(sorted(answers)))
    reached = walk(parse(data), {k: v for k, v in answers.items() if k != missing})
    assert isinstance(reached, Step)
    assert reached.question.id == missing


@given(tools())
def test_questions_are_listed_after_those_that_lead_to_them(data: dict[str, Any]) -> None:
    order = [question.id for question in in_order(parse(data))]
    assert sorted(order) == sorted(data["questions"])
    for name, question in data["questions"].items():
        for answer in question["answers"]:
            assert answer["next"] in data["outcomes"] or order.index(name) < order.index(
                answer["next"]
            )


@given(tools())
def test_the_most_questions_still_to_come_is_the_longest_way(data: dict[str, Any]) -> None:
    longest = max(len(answers) for answers, _ in every_way(data, "q0"))
    assert most_questions(parse(data))["q0"] == longest


@given(tools(), st.data())
def test_an_answer_that_leads_back_is_always_found(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    answers, _ = draw.draw(st.sampled_from(every_way(data, "q0")))
    path = list(answers)
    later = draw.draw(st.integers(0, len(path) - 1))
    earlier = draw.draw(st.integers(0, later))
    data["questions"][path[later]]["answers"].append(
        {"code": "back", "label": "Back", "next": path[earlier]}
    )
    with pytest.raises(FaultyDefinition, match="round for ever"):
        parse(data)


@given(tools())
def test_a_place_nothing_leads_to_is_always_found(data: dict[str, Any]) -> None:
    data["outcomes"]["island"] = {"label": "Island"}
    with pytest.raises(FaultyDefinition) as faulty:
        parse(data)
    assert faulty.value.problems == (
        "Outcome “Island” can never be reached: no answer leads to it.",
    )


def faults_of(data: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(FaultyDefinition) as faulty:
        parse(data)
    return faulty.value.problems


def test_an_answer_that_leads_nowhere_is_named_with_its_question() -> None:
    data = small()
    data["questions"]["serious"]["answers"][0]["next"] = "atc"
    assert (
        "Answer “Yes” of question “Was it serious?” leads to “atc”, which is neither a question "
        "nor an outcome." in faults_of(data)
    )


def test_a_question_without_answers_is_a_dead_end() -> None:
    data = small()
    data["questions"]["serious"]["answers"] = []
    assert "Question “Was it serious?” has no answers, so nobody could go on from it." in faults_of(
        data
    )


def test_the_same_answer_twice_is_refused() -> None:
    data = small()
    data["questions"]["serious"]["answers"][1]["code"] = "yes"
    assert faults_of(data)[0] == "Question “Was it serious?” has the answer “yes” twice."


def test_the_same_id_twice_in_a_list_is_refused() -> None:
    questions = [{"id": name, **row} for name, row in small()["questions"].items()]
    data = small(questions=[*questions, questions[0]])
    assert faults_of(data)[0] == "The id “harmed” is used twice in questions."


def test_an_id_may_not_be_both_question_and_outcome() -> None:
    data = small()
    data["outcomes"]["serious"] = {"label": "Serious"}
    assert "“serious” is the id of a question and of an outcome" in faults_of(data)[0]


def test_an_unquoted_yes_is_explained() -> None:
    data = small()
    data["questions"]["harmed"]["answers"][0]["code"] = True
    assert "Write yes and no in quotation marks." in faults_of(data)[0]


def test_a_tool_must_start_at_a_question() -> None:
    assert faults_of(small(start="act")) == (
        "The tool starts at “act”, which is not one of its questions.",
    )


@pytest.mark.parametrize("field", ["code", "name", "start"])
def test_a_tool_needs_its_code_name_and_start(field: str) -> None:
    assert f"The tool has no {field}." in faults_of(small(**{field: " "}))


@pytest.mark.parametrize("junk", [{"questions": 3}, {"questions": {"a": 1}}, {"outcomes": None}])
def test_content_of_the_wrong_shape_is_a_fault_and_not_a_crash(junk: dict[str, Any]) -> None:
    assert faults_of(small(**junk))


def test_every_missing_word_is_named_with_its_place() -> None:
    data = small()
    data["questions"]["harmed"]["text"] = ""
    data["questions"]["serious"]["answers"][0]["label"] = ""
    data["outcomes"]["act"]["label"] = ""
    assert set(faults_of(data)) == {
        "Question “harmed” has no text.",
        "Answer “yes” of question “Was it serious?” has no label.",
        "Outcome “act” has no label.",
    }


def test_an_answer_that_is_not_offered_is_refused_in_words() -> None:
    with pytest.raises(UnknownAnswer, match="“maybe” is not one of the answers"):
        walk(parse(small()), {"harmed": "maybe"})


def test_answers_off_the_path_are_left_out() -> None:
    reached = walk(parse(small()), {"harmed": "no", "serious": "yes"})
    assert isinstance(reached, End)
    assert [passed.question.id for passed in reached.path] == ["harmed"]


def test_an_outcome_without_a_value_stands_for_itself() -> None:
    definition: Definition = parse(small())
    assert definition.outcomes["watch"].value == "watch"


@pytest.mark.parametrize("data", defaults.decision_tools(), ids=lambda data: str(data["code"]))
def test_every_shipped_tool_is_sound(data: dict[str, Any]) -> None:
    assert parse(data).code == data["code"]
