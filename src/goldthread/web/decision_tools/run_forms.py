"""What people type when they use a tool."""

from __future__ import annotations

from typing import Any

from goldthread.decision_tools.definition import End
from goldthread.web import forms

BECAUSE, SAID = "because__", "said__"


class SubjectForm(forms.Form):
    about = forms.TextField(
        "Which incident is it about?",
        hint="Its number, for example INC-26-00012.",
        max_length=30,
        heading=True,
        missing="Enter the number of the incident",
    )


class WordsForm(forms.Form):
    """The words asked for beside answers and before the outcome; beside others they are optional."""

    def __init__(self, *args: Any, end: End, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked: list[str] = []
        self.because: list[str] = []
        for passed in end.path:
            name, asks = BECAUSE + passed.question.id, passed.answer.asks
            hint = f"{passed.question.text} {passed.answer.label}" if asks else ""
            label = asks or f"{passed.question.text} {passed.answer.label}"
            self._add(name, label, hint, optional=not asks)
            (self.asked if asks else self.because).append(name)
        for one in end.outcome.asks:
            self._add(SAID + one.code, one.label)
            self.asked.append(SAID + one.code)

    def _add(self, name: str, label: str, hint: str = "", *, optional: bool = False) -> None:
        self.fields[name] = forms.LongTextField(
            label,
            hint=hint,
            rows=2,
            max_length=2000,
            optional=optional,
            missing=f"Write this down: {label}",
        )

    @property
    def reasons(self) -> dict[str, str]:
        """Question id → the words beside its answer."""
        return self._given(BECAUSE)

    @property
    def said(self) -> dict[str, str]:
        """Code → the words the outcome asks for."""
        return self._given(SAID)

    def _given(self, start: str) -> dict[str, str]:
        return {
            name.removeprefix(start): words
            for name, words in self.cleaned_data.items()
            if name.startswith(start) and words
        }


class EvidenceForm(forms.Form):
    action = forms.SelectField("Which action does it prove?", (), missing="Choose the action")
