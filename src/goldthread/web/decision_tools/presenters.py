"""What the pages of decision tools print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.decision_tools.definition import Definition, Outcome, in_order
from goldthread.web.words import date


@dataclass(frozen=True)
class AnswerShown:
    """An answer and where it leads, in words; `target` is the id of the place on the page."""

    label: str
    leads_to: str
    target: str


@dataclass(frozen=True)
class QuestionShown:
    number: int
    id: str
    text: str
    help: str
    source: str
    answers: tuple[AnswerShown, ...]


@dataclass(frozen=True)
class ToolShown:
    """A tool on one page: questions in order, each answer saying where it leads."""

    code: str
    name: str
    purpose: str
    source: str
    number: int
    standing: str
    questions: tuple[QuestionShown, ...]
    outcomes: tuple[Outcome, ...]


def present(version: Any, definition: Definition) -> ToolShown:
    """The tool as people read it."""
    ordered = in_order(definition)
    numbers = {question.id: number for number, question in enumerate(ordered, 1)}
    return ToolShown(
        code=version.tool.code,
        name=definition.name,
        purpose=definition.purpose,
        source=definition.source,
        number=version.number,
        standing=standing(version),
        questions=tuple(
            QuestionShown(
                numbers[question.id],
                question.id,
                question.text,
                question.help,
                question.source,
                tuple(
                    AnswerShown(answer.label, _place(definition, numbers, answer.next), answer.next)
                    for answer in question.answers
                ),
            )
            for question in ordered
        ),
        outcomes=tuple(definition.outcomes.values()),
    )


def _place(definition: Definition, numbers: dict[str, int], place: str) -> str:
    if place in numbers:
        return f"Question {numbers[place]}"
    return definition.outcomes[place].label


def standing(version: Any) -> str:
    """`Draft, not in use`, or since when and by whom it was published."""
    if version.is_draft:
        return "Draft, not in use"
    by = f" by {version.published_by.name}" if version.published_by else ""
    return f"Published on {date(version.published_at)}{by}"
