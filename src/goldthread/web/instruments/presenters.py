"""What the pages of instruments print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.instruments.definition import (
    Criterion,
    Definition,
    MetWhen,
    PassKind,
    Question,
    Type,
)
from goldthread.instruments.scoring import Score
from goldthread.instruments.terms import Kind
from goldthread.web.decision_tools.presenters import standing

TYPES = {
    Type.TEXT: "In words",
    Type.DATE: "A date",
    Type.DATETIME: "A date and time",
    Type.NUMBER: "A number",
}


@dataclass(frozen=True)
class QuestionShown:
    text: str
    help: str
    answers: str
    only_when: str


@dataclass(frozen=True)
class SectionShown:
    title: str
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True)
class CriterionShown:
    """What is counted, and what a case must show to meet it."""

    label: str
    met_when: str
    critical: bool


@dataclass(frozen=True)
class InstrumentShown:
    code: str
    name: str
    kind: str
    purpose: str
    source: str
    cohort: str
    unit_of_sampling: str
    vignette: str
    expected: str
    passes_when: str
    number: int
    standing: str
    sections: tuple[SectionShown, ...]
    criteria: tuple[CriterionShown, ...]


def present(version: Any, definition: Definition) -> InstrumentShown:
    """The instrument as people read it."""
    asked = {question.id: question for question in definition.questions()}
    return InstrumentShown(
        code=version.instrument.code,
        name=definition.name,
        kind=Kind(definition.kind).label,
        purpose=definition.purpose,
        source=definition.source,
        cohort=definition.cohort,
        unit_of_sampling=definition.unit_of_sampling,
        vignette=definition.vignette,
        expected=_expected(definition),
        passes_when=_passes_when(definition),
        number=version.number,
        standing=standing(version),
        sections=tuple(
            SectionShown(one.title, tuple(_question(q, asked) for q in one.questions))
            for one in definition.sections
        ),
        criteria=tuple(
            CriterionShown(one.label, _met_when(one, asked), one.critical)
            for one in definition.criteria
        ),
    )


def _question(question: Question, asked: dict[str, Question]) -> QuestionShown:
    condition = question.shown_when
    options = ", ".join(option.label for option in question.options)
    return QuestionShown(
        question.text,
        question.help,
        (options or TYPES[question.type]) + (" (optional)" if question.optional else ""),
        ""
        if condition is None
        else f"Asked when “{asked[condition.question].text}” is "
        f"{_label(asked[condition.question], condition.equals)}",
    )


def _label(question: Question, code: str) -> str:
    return next(option.label for option in question.options if option.code == code)


def _met_when(criterion: Criterion, asked: dict[str, Question]) -> str:
    texts = [f"“{asked[name].text}”" for name in criterion.questions]
    if criterion.met_when is MetWhen.ALL_YES:
        return f"{' and '.join(texts)}: yes" if len(texts) < 3 else f"All yes: {', '.join(texts)}"
    if criterion.met_when is MetWhen.AT_OR_BEFORE:
        return f"{texts[1]} is at or before {texts[0]}"
    question = asked[criterion.questions[0]]
    return f"{texts[0]} is {_label(question, criterion.value)}"


def _expected(definition: Definition) -> str:
    standard = definition.standard
    if standard is None:
        return ""
    return standard.words or f"At least {standard.share:.0%} of cases meet each criterion"


def _passes_when(definition: Definition) -> str:
    rule = definition.pass_rule
    if rule.kind is PassKind.CRITICAL:
        return "A case passes when it meets every critical criterion that applies."
    if rule.kind is PassKind.SHARE:
        return f"A case passes when it meets at least {rule.share:.0%} of what applies."
    return "A case passes when it meets every criterion that applies."


def scored(definition: Definition, score: Score) -> list[list[str]]:
    """Rows of a table: each criterion and how the case stands on it."""
    words = {True: "Met", False: "Not met", None: "Does not apply"}
    return [[one.label, words[score.criteria[one.code]]] for one in definition.criteria]
