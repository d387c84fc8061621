"""What the pages of decision tools print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from goldthread.decision_tools.definition import Definition, Outcome, in_order
from goldthread.decision_tools.queries import Told, in_words
from goldthread.web.components import link
from goldthread.web.words import date, when

LONG = 15  # questions and outcomes that one printed sheet holds in ordinary small type


@dataclass(frozen=True)
class AnswerShown:
    """An answer and where it leads, in words; `target` is the id of the place on the page."""

    label: str
    leads_to: str
    target: str
    asks: str


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

    @property
    def long(self) -> bool:
        """Whether it fits one printed sheet only in smaller type."""
        return len(self.questions) + len(self.outcomes) > LONG


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
                    AnswerShown(
                        answer.label,
                        _place(definition, numbers, answer.next),
                        answer.next,
                        answer.asks,
                    )
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


@dataclass(frozen=True)
class RunShown:
    """A run as it was recorded."""

    told: Told
    code: str
    by: str
    at: str
    reference: str


def present_run(run: Any) -> RunShown:
    """The run in the words of its own version."""
    by = run.ran_by.name if run.ran_by else "The product, from the record"
    return RunShown(in_words(run), run.version.tool.code, by, when(run.ran_at), f"Run {run.pk}")


def run_rows(runs: Iterable[Any]) -> list[list[Any]]:
    """Runs for a table: what was decided, with which tool, who and when."""
    shown = [(run.pk, present_run(run)) for run in runs]
    return [
        [
            link(reverse("decision_tools:run", args=[pk]), one.told.outcome.label),
            f"{one.told.tool}, version {one.told.number}",
            one.by,
            one.at,
        ]
        for pk, one in shown
    ]
