"""Whatever the graph, loops, dead ends and unreached places are found, each at its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldthread.decision_tools.definition import in_order
from goldthread.decision_tools.parsing import FaultyDefinition, checked, faults_of, parse
from goldthread.decision_tools.shape import as_lists
from tests.decision_tools.test_definition import small, tools


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, Any]:
    """A tool in which any answer leads anywhere: nowhere, back, to itself, or past everything."""
    questions = [f"q{n}" for n in range(draw(st.integers(1, 6)))]
    outcomes = [f"o{n}" for n in range(draw(st.integers(1, 3)))]
    places = st.sampled_from([*questions, *outcomes, "", "nowhere"])
    return {
        "code": "random",
        "name": "Random",
        "start": draw(st.sampled_from(questions)),
        "questions": [
            {
                "id": name,
                "text": name,
                "answers": [
                    {"code": f"a{n}", "label": f"A{n}", "next": place}
                    for n, place in enumerate(draw(st.lists(places, min_size=1, max_size=3)))
                ],
            }
            for name in questions
        ],
        "outcomes": [{"id": name, "label": name, "guidance": "Do it."} for name in outcomes],
    }


class Slow:
    """The obvious twin: everything that follows from a place, by going round until nothing is new."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.places = {row["id"] for row in data["questions"] + data["outcomes"]}
        self.next = {row["id"]: [a["next"] for a in row["answers"]] for row in data["questions"]}
        self.reached = {data["start"]} | self.after(data["start"])

    def after(self, place: str) -> set[str]:
        found: set[str] = set()
        while True:
            more = {n for p in {place, *found} for n in self.next.get(p, [])} - found
            if not more:
                return found
            found |= more

    @property
    def unreached(self) -> set[str]:
        return self.places - self.reached

    @property
    def goes_round(self) -> bool:
        return any(place in self.after(place) for place in self.reached)

    @property
    def dead_ends(self) -> int:
        return sum(n not in self.places for row in self.next.values() for n in row)


def about(faults: tuple[Any, ...], words: str) -> list[Any]:
    return [fault for fault in faults if words in fault.sentence]


@given(graphs())
def test_exactly_the_places_that_nothing_leads_to_are_named(data: dict[str, Any]) -> None:
    found = {fault.place.split(":")[1] for fault in about(faults_of(data), "never be reached")}
    assert found == Slow(data).unreached


@given(graphs())
def test_a_loop_is_named_just_when_a_person_could_go_round(data: dict[str, Any]) -> None:
    assert bool(about(faults_of(data), "round for ever")) == Slow(data).goes_round


@given(graphs())
def test_every_answer_that_leads_nowhere_is_named(data: dict[str, Any]) -> None:
    faults = faults_of(data)
    found = about(faults, "leads nowhere yet") + about(faults, "neither a question")
    assert len(found) == Slow(data).dead_ends


@given(graphs())
def test_a_graph_is_accepted_just_when_nothing_of_the_three_is_wrong(data: dict[str, Any]) -> None:
    slow = Slow(data)
    sound = not (slow.unreached or slow.goes_round or slow.dead_ends)
    assert (faults_of(data) == ()) == sound


@given(tools(), st.randoms())
def test_questions_that_may_stand_anywhere_stand_as_they_were_written(
    data: dict[str, Any], chance: Any
) -> None:
    rows = as_lists(data)["questions"]
    chance.shuffle(rows)
    order: list[str] = []
    while len(order) < len(rows):
        order.append(next(row["id"] for row in rows if _is_next(data, row["id"], order)))
    assert [one.id for one in in_order(parse({**data, "questions": rows}))] == order


def _is_next(data: dict[str, Any], place: str, order: list[str]) -> bool:
    """Whether `place` is not placed yet and all that leads to it is."""
    before = {
        name
        for name, row in data["questions"].items()
        if place in {answer["next"] for answer in row["answers"]}
    }
    return place not in order and before <= set(order)


@given(tools())
def test_a_tool_as_it_is_stored_is_the_same_tool(data: dict[str, Any]) -> None:
    stored = as_lists(data)
    assert as_lists(stored) == stored
    assert parse(stored) == parse(data)


def test_an_outcome_without_guidance_is_refused_at_its_place() -> None:
    data = small()
    data["outcomes"]["watch"]["guidance"] = " "
    with pytest.raises(FaultyDefinition) as faulty:
        checked(data)
    (fault,) = faulty.value.faults
    assert fault.place == "outcome:watch"
    assert fault.sentence.startswith("Outcome “Watch” has no guidance.")


def test_a_version_without_guidance_that_is_in_use_can_still_be_read() -> None:
    data = small()
    del data["outcomes"]["watch"]["guidance"]
    assert parse(data).outcomes["watch"].guidance == ""


def test_a_fault_says_its_place_in_the_words_of_the_tool() -> None:
    data = small()
    data["questions"]["serious"]["answers"][1]["next"] = "harmed"
    loop = about(faults_of(data), "round for ever")[0]
    assert loop.place == "question:serious"
    assert "Answer “No” of question “Was it serious?” leads back to question “Was anyone" in (
        loop.sentence
    )


def test_a_code_that_is_a_word_of_addresses_is_refused() -> None:
    assert about(faults_of(small(code="runs")), "is taken")


def test_words_to_ask_for_have_a_label_and_a_code_of_their_own() -> None:
    data = small()
    data["outcomes"]["act"]["asks"] = [
        {"code": "who", "label": "Who?"},
        {"code": "who", "label": "Who else?"},
        {"code": "why"},
        {"code": "No good", "label": "When?"},
    ]
    assert [fault.place for fault in faults_of(data)] == ["outcome:act"] * 3
