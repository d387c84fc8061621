"""What a decision tool is, and how answers lead through it. Pure: no database, no clock.

`parsing.parse` makes a `Definition` of plain data, and refuses one in which a person could get lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True)
class Asked:
    """Words that an outcome asks for before it is recorded, for example by when to look again."""

    code: str
    label: str


@dataclass(frozen=True)
class Answer:
    """One possible answer; `next` is the id of the question or outcome it leads to.

    `asks` is what has to be written beside it, for example what the person wants to happen.
    """

    code: str
    label: str
    next: str
    asks: str = ""


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    help: str
    source: str
    answers: tuple[Answer, ...]

    def answer(self, code: str) -> Answer:
        """The answer with this code. Raises `UnknownAnswer` when the question has none such."""
        for one in self.answers:
            if one.code == code:
                return one
        raise UnknownAnswer(self, code)


@dataclass(frozen=True)
class Outcome:
    """An end of the tool. `value` is what other parts of the product act on."""

    id: str
    label: str
    guidance: str
    source: str
    value: str
    asks: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class Definition:
    """A tool that is safe to walk: every path from `start` ends at an outcome."""

    code: str
    name: str
    purpose: str
    source: str
    start: str
    questions: Mapping[str, Question]
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Passed:
    """A question already answered on the way."""

    question: Question
    answer: Answer


@dataclass(frozen=True)
class Step:
    """The next question to ask, and the way there."""

    question: Question
    path: tuple[Passed, ...]


@dataclass(frozen=True)
class End:
    """The outcome reached, and the way there."""

    outcome: Outcome
    path: tuple[Passed, ...]


class UnknownAnswer(ValueError):
    """An answer was given that the question does not offer."""

    def __init__(self, question: Question, code: str) -> None:
        self.question, self.code = question, code
        super().__init__(f"“{code}” is not one of the answers to “{question.text}”")


def walk(definition: Definition, answers: Mapping[str, str]) -> Step | End:
    """Follow `answers` (question id → answer code) from the start as far as they reach.

    Answers to questions that the path does not meet are left out, so that someone who goes back
    and answers differently is never led by what they no longer say. Raises `UnknownAnswer`.
    """
    path: list[Passed] = []
    place = definition.start
    while place not in definition.outcomes:
        question = definition.questions[place]
        if place not in answers:
            return Step(question, tuple(path))
        chosen = question.answer(answers[place])
        path.append(Passed(question, chosen))
        place = chosen.next
    return End(definition.outcomes[place], tuple(path))


def in_order(definition: Definition) -> list[Question]:
    """Every question after all those that can lead to it, so that a printed page reads forward.

    Where the paths leave it open, the order is the one the questions were written in.
    """
    places = list(definition.questions)
    position = {place: number for number, place in enumerate(places)}
    waits = Counter(
        answer.next for question in definition.questions.values() for answer in question.answers
    )
    ready = [position[place] for place in places if not waits[place]]
    placed: list[Question] = []
    while ready:
        question = definition.questions[places[heappop(ready)]]
        placed.append(question)
        for answer in question.answers:
            waits[answer.next] -= 1
            if not waits[answer.next] and answer.next in position:
                heappush(ready, position[answer.next])
    return placed


def most_questions(definition: Definition) -> dict[str, int]:
    """For each place, the most questions still to come, its own included; outcomes are 0."""
    ahead = dict.fromkeys(definition.outcomes, 0)
    for question in reversed(in_order(definition)):
        ahead[question.id] = 1 + max(ahead[answer.next] for answer in question.answers)
    return ahead
