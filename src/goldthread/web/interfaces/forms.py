"""Forms of agreements with partners, of the template and of problems."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from goldthread.domain.registers.interfaces.definition import NUMBERS, Task
from goldthread.domain.registers.interfaces.terms import IssueOutcome, IssueRoute
from goldthread.web import forms

COLUMNS = tuple(one.name for one in fields(Task))
LINE = ("task", "agency", "deadline", "shared")


class DraftForm(forms.Form):
    partner = forms.SelectField("Partner agency", ())


class TaskForm(forms.Form):
    task = forms.TextField("Task", max_length=300)
    agency = forms.TextField("Agency that owns it", max_length=160)
    person = forms.TextField("Person there", max_length=160, optional=True)
    deadline = forms.TextField(
        "By when?", max_length=160, optional=True, hint="For example: within 2 working days"
    )
    shared = forms.TextField("What is shared", max_length=300, optional=True)
    contact = forms.TextField("How to reach them", max_length=200, optional=True)
    backup = forms.TextField("Who steps in", max_length=200, optional=True)
    remove = forms.CheckField("Take this task out", optional=True)

    @property
    def typed(self) -> Task | None:
        """The task as typed; None where it is taken out."""
        said = self.cleaned_data
        return None if said["remove"] else Task(**{name: said[name] for name in COLUMNS})


class RouteForm(forms.Form):
    escalation = forms.LongTextField("What happens when an answer does not come?", rows=5)


class AskForm(forms.Form):
    email = forms.EmailField(
        "E-mail address of the person at the agency",
        hint="The link opens only with a code that goes to this address.",
    )


class AgreedForm(forms.Form):
    name = forms.TextField("Who agreed for the agency?", max_length=160)
    role = forms.TextField("What is their role?", max_length=160)
    how = forms.TextField(
        "How did they agree?", max_length=200, hint="For example: at the strategy meeting"
    )


class TemplateForm(forms.Form):
    tasks = forms.LongTextField(
        "Tasks an agreement begins with",
        rows=8,
        max_length=10_000,
        hint="One a line: task | agency | deadline | what is shared",
    )
    escalation = forms.LongTextField("What happens when an answer does not come?", rows=4)
    late_responses = forms.NumberField("Late answers", min_value=1, max_value=99)
    ladder_steps = forms.NumberField("Or contacts high on the ladder", min_value=1, max_value=99)
    from_rung = forms.NumberField("High means from rung", min_value=1, max_value=9)
    within_days = forms.NumberField("Within days", min_value=1, max_value=730)
    source = forms.TextField("Where do these numbers come from?", max_length=500)
    subject = forms.TextField("Subject of the formal letter", max_length=200)
    body = forms.LongTextField("The formal letter", rows=18, max_length=10_000)
    note = forms.TextField("What changed?", max_length=300)

    @property
    def rows(self) -> list[Task]:
        """The tasks as typed, one a line."""
        lines = [line for line in self.cleaned_data["tasks"].splitlines() if line.strip()]
        return [_task(line) for line in lines]

    @property
    def sustained(self) -> dict[str, Any]:
        """The rule as typed."""
        return {name: self.cleaned_data[name] for name in (*NUMBERS, "source")}


def _task(line: str) -> Task:
    parts = [part.strip() for part in line.split("|")]
    return Task(**dict(zip(LINE, parts, strict=False)))


def line_of(task: Task) -> str:
    """A task as its line."""
    return " | ".join(getattr(task, name) for name in LINE)


class RaiseForm(forms.Form):
    route = forms.ChoiceField(
        "By which route?", IssueRoute.choices, reveals={IssueRoute.LETTER: ["subject", "text"]}
    )
    to = forms.TextField("To whom?", max_length=200)
    on = forms.DateField("On which day?", past=True)
    subject = forms.TextField("Subject", max_length=200, optional=True, unmarked=True)
    text = forms.LongTextField(
        "The letter", rows=20, max_length=10_000, optional=True, unmarked=True
    )


class EndForm(forms.Form):
    outcome = forms.ChoiceField("What came of it?", IssueOutcome.choices)
    words = forms.LongTextField("How do you know?", rows=4)
