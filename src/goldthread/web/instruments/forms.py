"""An instrument as a form. The domain checks and scores the answers; here they only take shape."""

from __future__ import annotations

import datetime as dt
from typing import Any

from goldthread.instruments.definition import Definition, Question, Type
from goldthread.instruments.scoring import LONDON, moment
from goldthread.web import forms

TIME = "__time"
COMMENT = "__comment"


class AnswersForm(forms.Form):
    """Every question of `definition`; `answers` and `comments` are what `respond` takes.

    A question shown only after an answer is revealed by it; without script all are there, and the
    domain leaves out what does not apply. A date and time is asked in two fields, the time's name
    ending in `__time`. After “no” there is room for a comment, its name ending in `__comment`.
    """

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        for question in definition.questions():
            self._add(question)
        self._reveal()

    def _add(self, question: Question) -> None:
        self.fields[question.id] = _field(question)
        if question.type is Type.DATETIME:
            self.fields[question.id + TIME] = forms.TimeField(
                f"{question.text} (time)", optional=True, unmarked=True
            )
        if question.type in (Type.YES_NO, Type.YES_NO_NA):
            self.fields[question.id + COMMENT] = forms.TextField(
                "What was missing?", optional=True, hint="No names.", max_length=500
            )

    def _reveal(self) -> None:
        for question in self.definition.questions():
            display = self.fields[question.id].display  # type: ignore[attr-defined]
            reveals: dict[str, list[str]] = {}
            if question.id + COMMENT in self.fields:
                reveals["no"] = [question.id + COMMENT]
            for other in self.definition.questions():
                condition = other.shown_when
                if condition is not None and condition.question == question.id:
                    reveals.setdefault(condition.equals, []).extend(self._parts(other))
            if reveals:
                display["reveals"] = reveals

    def _parts(self, question: Question) -> list[str]:
        """The fields of a question; a comment stays with its own answer."""
        return [n for n in (question.id, question.id + TIME) if n in self.fields]

    @property
    def answers(self) -> dict[str, str]:
        """Question id → answer as text; those left empty are left out."""
        found = {question.id: self._answer(question) for question in self.definition.questions()}
        return {name: answer for name, answer in found.items() if answer}

    def _answer(self, question: Question) -> str:
        value = self.cleaned_data.get(question.id)
        if value in (None, ""):
            return ""
        if question.type is Type.DATETIME and isinstance(value, dt.date):
            at = self.cleaned_data.get(question.id + TIME) or dt.time()
            return dt.datetime.combine(value, at, LONDON).isoformat()
        return value.isoformat() if isinstance(value, dt.date) else str(value)

    @property
    def comments(self) -> dict[str, str]:
        """Question id → comment; empty ones are left out."""
        found = {
            question.id: self.cleaned_data.get(question.id + COMMENT) or ""
            for question in self.definition.questions()
        }
        return {name: comment for name, comment in found.items() if comment}


def _field(question: Question) -> Any:
    """Nothing is required here: which questions apply depends on the others (INS-02)."""
    words: dict[str, Any] = {
        "hint": question.help,
        "optional": True,
        "unmarked": not question.optional,
    }
    match question.type:
        case Type.DATE | Type.DATETIME:
            return forms.DateField(question.text, **words)
        case Type.TEXT:
            return forms.LongTextField(question.text, rows=3, **words)
        case Type.NUMBER:
            return forms.TextField(question.text, width=5, **words)
    choices = [(option.code, option.label) for option in question.options]
    return forms.ChoiceField(question.text, choices, **words)


def initial_of(definition: Definition, answers: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What a form for correcting a response begins with."""
    found: dict[str, Any] = {}
    for question in definition.questions():
        kept = answers.get(question.id, {})
        found[question.id] = answer = kept.get("answer", "")
        found[question.id + COMMENT] = kept.get("comment", "")
        if answer and question.type is Type.DATETIME:
            at = moment(answer).astimezone(LONDON)
            found[question.id], found[question.id + TIME] = at.date(), at.time()
        elif answer and question.type is Type.DATE:
            found[question.id] = dt.date.fromisoformat(answer)
    return found
