"""Whether answers are complete, which criteria a case meets, and k of n over many cases. Pure.

A case to which a criterion does not apply is left out of that criterion's n.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from goldthread.instruments.definition import (
    NA,
    NO,
    Condition,
    Criterion,
    Definition,
    MetWhen,
    PassKind,
    Question,
    Type,
    shown,
)

Answers = Mapping[str, str]
Met = bool | None
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Score:
    """For each criterion met, not met, or None (does not apply); and whether the case passes.

    `passes` is None when no criterion that counts applies.
    """

    criteria: dict[str, Met]
    passes: Met


@dataclass(frozen=True)
class Total:
    """`met` of `applicable` cases met the criterion; to `left_out` it did not apply."""

    code: str
    label: str
    met: int
    applicable: int
    left_out: int


def wrong_answers(definition: Definition, answers: Answers) -> dict[str, str]:
    """For each question that cannot be taken as answered, what to do about it; empty when complete."""
    found = {}
    for question in shown(definition, answers):
        problem = _problem(question, answers.get(question.id, "").strip())
        if problem:
            found[question.id] = problem
    for unknown in answers.keys() - {question.id for question in definition.questions()}:
        found[unknown] = "This question is not part of this version. Reload the page."
    return found


def _problem(question: Question, answer: str) -> str:
    if not answer:
        return "" if question.optional else f"Answer “{question.text}”"
    if question.options and answer not in {option.code for option in question.options}:
        return f"Choose one of the answers offered for “{question.text}”"
    if question.type in READERS:
        try:
            READERS[question.type](answer)
        except ValueError:
            return EXAMPLES[question.type]
    return ""


def moment(text: str) -> dt.datetime:
    """A date and time written as ISO 8601; without an offset it is UK time. Raises ValueError."""
    read = dt.datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=LONDON)


def _number(text: str) -> float:
    read = float(text)
    if not math.isfinite(read):
        raise ValueError(text)
    return read


READERS: dict[Type, Callable[[str], object]] = {
    Type.DATE: dt.date.fromisoformat,
    Type.DATETIME: moment,
    Type.NUMBER: _number,
}
EXAMPLES = {
    Type.DATE: "Enter a real date, for example 21 November 2026.",
    Type.DATETIME: "Enter a real date and time, for example 21 November 2026, 14:05.",
    Type.NUMBER: "Enter a number, for example 12.",
}


def score(definition: Definition, answers: Answers) -> Score:
    """Score one case whose answers are complete (`wrong_answers` is empty)."""
    standing = {
        question.id: answers.get(question.id, "").strip() for question in shown(definition, answers)
    }
    criteria = {one.code: _met(one, standing) for one in definition.criteria}
    return Score(criteria, _passes(definition, criteria))


def _holds(condition: Condition | None, standing: Answers) -> bool:
    return condition is None or standing.get(condition.question) == condition.equals


def _met(criterion: Criterion, standing: Answers) -> Met:
    if not _holds(criterion.applies_when, standing):
        return None
    given = [standing[name] for name in criterion.questions if name in standing]
    if not given:
        return None
    if criterion.met_when is MetWhen.ALL_YES:
        counted = [answer for answer in given if answer not in ("", NA.code)]
        return NO.code not in counted if counted else None
    if criterion.met_when is MetWhen.EQUALS:
        return None if given[0] in ("", criterion.leave_out) else given[0] == criterion.value
    return _in_time(given)


def _in_time(given: list[str]) -> Met:
    due, done = given[0], given[1] if len(given) > 1 else ""
    if not due:
        return None
    return bool(done) and moment(done) <= moment(due)


def _passes(definition: Definition, criteria: Mapping[str, Met]) -> Met:
    rule = definition.pass_rule
    counted = [
        criteria[one.code]
        for one in definition.criteria
        if criteria[one.code] is not None and (rule.kind is not PassKind.CRITICAL or one.critical)
    ]
    if not counted:
        return None
    if rule.kind is PassKind.SHARE:
        # Compared as counts: 0.9 of 10 must not fail for want of a binary fraction.
        return sum(map(bool, counted)) >= rule.share * len(counted) - 1e-9
    return all(counted)


def totals(definition: Definition, scores: Iterable[Mapping[str, Met]]) -> list[Total]:
    """k of n for each criterion over many cases, in the order of the instrument."""
    rows = list(scores)
    return [_total(one, [row.get(one.code) for row in rows]) for one in definition.criteria]


def _total(criterion: Criterion, marks: list[Met]) -> Total:
    met, applicable = marks.count(True), sum(mark is not None for mark in marks)
    return Total(criterion.code, criterion.label, met, applicable, len(marks) - applicable)
