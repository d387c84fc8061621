"""Asking a tool's questions one a page. The answers so far live in the address, which holds codes
only: going back, reloading and signing in again lose nothing, and no script is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from goldthread.decision_tools.definition import (
    Definition,
    End,
    Passed,
    Step,
    UnknownAnswer,
    most_questions,
    walk,
)
from goldthread.web import forms

ASKED = "asked"
VERSION = "version"


class QuestionForm(forms.Form):
    """One question of a tool, with its answers as radios."""

    def __init__(self, *args: object, step: Step, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        question = step.question
        self.fields[question.id] = forms.ChoiceField(
            question.text,
            [(answer.code, answer.label) for answer in question.answers],
            hint=question.help,
            heading=True,
            missing="Choose an answer to go on",
        )


@dataclass(frozen=True)
class Running:
    """How far the answers in an address lead.

    `form` asks the next question and is None at the end. `given` are the answers on the path, to
    be carried along; `at_most` counts the questions of the longest way still ahead. `carried` goes
    along too: the version that the first question was asked from, and what the run is about.
    """

    path: tuple[Passed, ...]
    end: End | None
    form: QuestionForm | None
    given: dict[str, str]
    number: int
    at_most: int
    source: str = ""
    carried: Mapping[str, str] = field(default_factory=dict)

    @property
    def hidden(self) -> dict[str, str]:
        """What the form of the next question sends along."""
        return {**self.carried, **self.given}

    @property
    def anew(self) -> str:
        """The query of the first question."""
        return urlencode(self.carried)

    @property
    def before(self) -> str:
        """The query one question back."""
        return self._up_to(len(self.given) - 1)

    @property
    def answered(self) -> list[tuple[Passed, str]]:
        """Each answer on the path with the query that asks its question again."""
        return [(passed, self._up_to(number)) for number, passed in enumerate(self.path)]

    def _up_to(self, number: int) -> str:
        return urlencode({**self.carried, **dict(list(self.given.items())[:number])})


def running(
    request: HttpRequest, definition: Definition, carried: Mapping[str, str] | None = None
) -> Running:
    """Walk the answers of the request's address; one that is not offered counts as not given."""
    carried = carried or {}
    answers = {name: request.GET.get(name, "") for name in definition.questions}
    answers = {name: code for name, code in answers.items() if code}
    reached = _walked(definition, answers)
    given = {passed.question.id: passed.answer.code for passed in reached.path}
    if isinstance(reached, End):
        return Running(reached.path, reached, None, given, len(given), 0, carried=carried)
    return Running(
        path=reached.path,
        end=None,
        form=_form(request.GET, reached, request),
        given=given,
        number=len(given) + 1,
        at_most=len(given) + most_questions(definition)[reached.question.id],
        source=reached.question.source,
        carried=carried,
    )


def _walked(definition: Definition, answers: dict[str, str]) -> Step | End:
    try:
        return walk(definition, answers)
    except UnknownAnswer as unknown:
        rest = {name: code for name, code in answers.items() if name != unknown.question.id}
        return _walked(definition, rest)


def _form(data: QueryDict, step: Step, request: HttpRequest) -> QuestionForm:
    """Bound only when this very question was sent, so that a first look shows no error."""
    asked = data.get(ASKED) == step.question.id
    return QuestionForm(data if asked else None, step=step, request=request)
