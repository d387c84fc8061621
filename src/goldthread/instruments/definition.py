"""What an instrument is. Pure: no database, no clock. `parsing.parse` makes one of plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What an answer may be; every answer is kept as text."""

    YES_NO = "yes_no"
    YES_NO_NA = "yes_no_na"
    CHOICE = "choice"
    SCALE = "scale"
    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    NUMBER = "number"


class MetWhen(StrEnum):
    """How the answers to a criterion's questions decide whether it is met."""

    ALL_YES = "all_yes"
    AT_OR_BEFORE = "at_or_before"
    EQUALS = "equals"


class PassKind(StrEnum):
    """Which criteria a case must meet to pass."""

    ALL = "all"
    CRITICAL = "critical"
    SHARE = "share"


@dataclass(frozen=True)
class Option:
    code: str
    label: str


YES, NO, NA = (
    Option("yes", "Yes"),
    Option("no", "No"),
    Option("na", "Not applicable"),
)


@dataclass(frozen=True)
class Condition:
    """Holds when `question` was answered `equals`."""

    question: str
    equals: str


@dataclass(frozen=True)
class Question:
    id: str
    text: str
    type: Type
    help: str
    source: str
    options: tuple[Option, ...]
    optional: bool
    shown_when: Condition | None


@dataclass(frozen=True)
class Section:
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Criterion:
    """Something a case meets, does not meet, or to which it does not apply.

    ALL_YES: every question that applies is answered yes. AT_OR_BEFORE: the second moment is at or
    before the first; without a second it was not done. EQUALS: the one question has the answer
    `value`; the answer `leave_out` takes the case out of this criterion.
    """

    code: str
    label: str
    questions: tuple[str, ...]
    met_when: MetWhen
    value: str
    leave_out: str
    applies_when: Condition | None
    critical: bool


@dataclass(frozen=True)
class PassRule:
    """`share` (0 to 1) counts only for SHARE: how much of what applies must be met."""

    kind: PassKind
    share: float


@dataclass(frozen=True)
class Standard:
    """What is expected of a whole sample: the share of cases that meet each criterion."""

    share: float
    words: str
    source: str


@dataclass(frozen=True)
class Definition:
    code: str
    name: str
    kind: str
    purpose: str
    source: str
    unit_of_sampling: str
    cohort: str
    vignette: str
    standard: Standard | None
    sections: tuple[Section, ...]
    criteria: tuple[Criterion, ...]
    pass_rule: PassRule

    def questions(self) -> Iterator[Question]:
        """Every question in the order it is asked."""
        for section in self.sections:
            yield from section.questions


def shown(definition: Definition, answers: Mapping[str, str]) -> list[Question]:
    """The questions to ask given the answers so far; a hidden question's answer counts for none."""
    asked: list[Question] = []
    standing: dict[str, str] = {}
    for question in definition.questions():
        condition = question.shown_when
        if condition is None or standing.get(condition.question) == condition.equals:
            asked.append(question)
            standing[question.id] = answers.get(question.id, "").strip()
    return asked
