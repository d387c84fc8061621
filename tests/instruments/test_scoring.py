"""Answers are complete or say what is missing; criteria and totals follow from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread import defaults
from goldthread.instruments.definition import shown
from goldthread.instruments.parsing import FaultyInstrument, parse
from goldthread.instruments.scoring import score, totals, wrong_answers


def audit(**changes: Any) -> dict[str, Any]:
    """A file audit with each way of meeting a criterion; `changes` replace top-level entries."""
    data: dict[str, Any] = {
        "code": "step_up_audit",
        "name": "Step-up audit",
        "kind": "file_audit",
        "sections": [
            {
                "title": "File",
                "questions": [
                    {"id": "written", "text": "Written down?", "type": "yes_no"},
                    {"id": "shared", "text": "Shared?", "type": "yes_no_na"},
                    {"id": "met", "text": "Was the threshold met?", "type": "yes_no"},
                    {
                        "id": "due_at",
                        "text": "When was it due?",
                        "type": "datetime",
                        "shown_when": {"question": "met", "is": "yes"},
                    },
                    {
                        "id": "done_at",
                        "text": "When was it done?",
                        "type": "datetime",
                        "optional": True,
                        "shown_when": {"question": "met", "is": "yes"},
                    },
                    {
                        "id": "seen",
                        "text": "Was it seen?",
                        "type": "choice",
                        "options": [
                            {"code": "seen", "label": "Seen"},
                            {"code": "not_seen", "label": "Not seen"},
                            {"code": "no_occasion", "label": "No occasion"},
                        ],
                    },
                ],
            }
        ],
        "criteria": [
            {
                "code": "documented",
                "label": "Documented",
                "questions": ["written", "shared"],
                "met_when": "all_yes",
                "critical": True,
            },
            {
                "code": "in_time",
                "label": "In time",
                "questions": ["due_at", "done_at"],
                "met_when": "at_or_before",
            },
            {
                "code": "practice_seen",
                "label": "Practice seen",
                "questions": ["seen"],
                "met_when": "equals",
                "value": "seen",
                "leave_out": "no_occasion",
            },
        ],
    }
    return data | changes


GOOD = {
    "written": "yes",
    "shared": "na",
    "met": "yes",
    "due_at": "2026-11-02T10:00",
    "done_at": "2026-11-02T10:00",
    "seen": "seen",
}


def criteria(**changes: str) -> dict[str, bool | None]:
    return score(parse(audit()), GOOD | changes).criteria


@pytest.mark.capability(51)
def test_a_case_that_meets_everything_passes() -> None:
    result = score(parse(audit()), GOOD)
    assert result.criteria == {"documented": True, "in_time": True, "practice_seen": True}
    assert result.passes is True


def test_one_no_fails_a_criterion_of_several_questions() -> None:
    assert criteria(shared="no")["documented"] is False


def test_not_applicable_is_left_out_of_a_criterion_but_does_not_meet_it_alone() -> None:
    definition = parse(
        audit(
            criteria=[
                {
                    "code": "shared",
                    "label": "Shared",
                    "questions": ["shared"],
                    "met_when": "all_yes",
                }
            ]
        )
    )
    result = score(definition, GOOD)
    assert (result.criteria["shared"], result.passes) == (None, None)


@pytest.mark.parametrize(
    ("done", "expected"),
    [("2026-11-02T10:00", True), ("2026-11-02T10:01", False), ("", False)],
    ids=["at the minute", "a minute late", "not done"],
)
def test_in_time_means_at_or_before_it_was_due(done: str, expected: bool) -> None:
    assert criteria(done_at=done)["in_time"] is expected


def test_times_with_and_without_an_offset_are_compared_as_moments() -> None:
    assert criteria(due_at="2026-07-02T10:00", done_at="2026-07-02T09:00+00:00")["in_time"] is True
    assert criteria(due_at="2026-07-02T10:00", done_at="2026-07-02T09:01+00:00")["in_time"] is False


def test_hidden_questions_do_not_count_even_when_answered() -> None:
    assert criteria(met="no")["in_time"] is None


def test_an_observation_without_an_occasion_is_left_out() -> None:
    assert criteria(seen="no_occasion")["practice_seen"] is None
    assert criteria(seen="not_seen")["practice_seen"] is False


def test_only_critical_criteria_count_where_the_rule_says_so() -> None:
    definition = parse(audit(pass_rule={"kind": "critical"}))
    assert score(definition, GOOD | {"seen": "not_seen"}).passes is True
    assert score(definition, GOOD | {"written": "no"}).passes is False


@pytest.mark.parametrize(("share", "passes"), [(0.66, True), (0.67, False)])
def test_a_share_of_what_applies_is_enough_where_the_rule_says_so(
    share: float, passes: bool
) -> None:
    definition = parse(audit(pass_rule={"kind": "share", "share": share}))
    assert score(definition, GOOD | {"seen": "not_seen"}).passes is passes


@given(st.integers(1, 200), st.data())
def test_meeting_exactly_the_share_passes_whatever_the_fraction(
    n: int, draw: st.DataObject
) -> None:
    k = draw.draw(st.integers(1, n))
    names = [f"q{i}" for i in range(n)]
    data = audit(
        sections=[{"questions": [{"id": q, "text": "?", "type": "yes_no"} for q in names]}],
        criteria=[{"code": q, "label": q, "questions": [q], "met_when": "all_yes"} for q in names],
        pass_rule={"kind": "share", "share": k / n},
    )
    answers = {q: "yes" if i < k else "no" for i, q in enumerate(names)}
    assert score(parse(data), answers).passes is True
    if k > 1:
        assert score(parse(data), answers | {"q0": "no"}).passes is False


@given(st.lists(st.sampled_from([True, False, None]), max_size=60))
def test_totals_are_the_plain_counts(marks: list[bool | None]) -> None:
    definition = parse(audit())
    total = totals(definition, [{"documented": mark} for mark in marks])[0]
    assert total.met == sum(1 for mark in marks if mark is True)
    assert total.applicable == sum(1 for mark in marks if mark is not None)
    assert total.left_out == sum(1 for mark in marks if mark is None)


def test_every_missing_answer_is_named_at_its_question() -> None:
    assert wrong_answers(parse(audit()), {"met": "no"}) == {
        "written": "Answer “Written down?”",
        "shared": "Answer “Shared?”",
        "seen": "Answer “Was it seen?”",
    }


@pytest.mark.parametrize(
    ("name", "answer"),
    [("written", "maybe"), ("due_at", "31 February"), ("seen", "yes"), ("nothing", "yes")],
)
def test_an_answer_that_cannot_be_read_is_refused_at_its_question(name: str, answer: str) -> None:
    assert list(wrong_answers(parse(audit()), GOOD | {name: answer})) == [name]


@pytest.mark.parametrize("number", ["nan", "inf", "a dozen", "1e999"])
def test_a_number_must_be_one(number: str) -> None:
    data = audit()
    data["sections"][0]["questions"].append({"id": "count", "text": "How many?", "type": "number"})
    assert wrong_answers(parse(data), GOOD | {"count": number}) == {
        "count": "Enter a number, for example 12."
    }
    assert wrong_answers(parse(data), GOOD | {"count": "12.5"}) == {}


def faults_of(data: dict[str, Any]) -> tuple[str, ...]:
    with pytest.raises(FaultyInstrument) as faulty:
        parse(data)
    return faulty.value.problems


@pytest.mark.capability(52)
def test_an_observation_must_ask_who_and_in_what_setting() -> None:
    assert faults_of(audit(kind="observation")) == (
        "An instrument of the kind observation needs a question “who”.",
        "An instrument of the kind observation needs a question “setting”.",
    )


@pytest.mark.capability(47)
def test_a_competency_check_must_ask_the_assessor_and_the_result() -> None:
    assert faults_of(audit(kind="competency")) == (
        "An instrument of the kind competency needs a question “assessor”.",
        "An instrument of the kind competency needs a question “result”.",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"questions": []}, "uses no question"),
        ({"questions": ["nowhere"]}, "uses “nowhere”, which is not a question"),
        ({"questions": ["due_at"]}, "“due_at” cannot be read as all_yes"),
        ({"met_when": "perhaps"}, "met_when must be one of"),
        ({"met_when": "at_or_before", "questions": ["due_at"]}, "uses exactly 2 question(s)"),
        ({"met_when": "equals", "questions": ["seen"]}, "does not offer the answer “(none)”"),
        ({"label": ""}, "has no label"),
        ({"applies_when": {"question": "met", "is": "maybe"}}, "“met” does not offer"),
    ],
)
def test_a_criterion_that_could_not_be_scored_is_named(change: dict[str, Any], words: str) -> None:
    data = audit()
    data["criteria"][0] |= change
    assert any("“documented”" in fault and words in fault for fault in faults_of(data))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "tick"}, "has the type “tick”"),
        ({"type": "choice"}, "needs at least two options"),
        ({"id": "shared"}, "The question id “shared” is used twice."),
        ({"text": ""}, "has no text"),
        ({"shown_when": {"question": "met", "is": "yes"}}, "is not a question asked before it"),
    ],
)
def test_a_question_that_could_not_be_asked_is_named(change: dict[str, Any], words: str) -> None:
    data = audit()
    data["sections"][0]["questions"][0] |= change
    assert any(words in fault for fault in faults_of(data))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"code": ""}, "has no code"),
        ({"kind": "poll"}, "The kind must be one of"),
        ({"sections": []}, "has no questions"),
        ({"criteria": None}, "has no criteria"),
        ({"pass_rule": {"kind": "most"}}, "The pass rule must be one of"),
        ({"pass_rule": {"kind": "share", "share": 90}}, "above 0 and at most 1"),
        ({"standard": {"share": 0}}, "above 0 and at most 1"),
    ],
)
def test_an_instrument_that_could_not_be_used_says_why(change: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in faults_of(audit(**change)))


def test_a_critical_rule_needs_a_critical_criterion() -> None:
    data = audit(pass_rule={"kind": "critical"})
    data["criteria"][0]["critical"] = False
    assert "none is marked critical" in faults_of(data)[0]


@pytest.mark.parametrize("data", defaults.instruments(), ids=lambda data: str(data["code"]))
def test_every_shipped_instrument_can_be_asked_and_scored(data: dict[str, Any]) -> None:
    definition = parse(data)
    assert shown(definition, {})
    assert wrong_answers(definition, {})


@pytest.mark.capability(107)
def test_the_care_plan_check_asks_whether_learning_is_visible_in_the_plan() -> None:
    shipped = next(d for d in defaults.instruments() if d["code"] == "care_plan_check")
    answers = {
        "updated_since": "yes",
        "learning_visible": "no",
        "person_involved": "yes",
        "shared": "na",
    }
    assert score(parse(shipped), answers).criteria == {
        "learning_in_plan": False,
        "plan_shared": True,
    }
