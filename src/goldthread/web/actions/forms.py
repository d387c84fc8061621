"""What people type while an action is worked, passed on, or looked for."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import User
from goldthread.domain.actions import queries
from goldthread.domain.actions.drafts import Told
from goldthread.domain.actions.terms import Route, Status, Strength, Way
from goldthread.evidence.terms import TYPES, EvidenceType, FieldKind
from goldthread.evidence.terms import Field as EvidenceField
from goldthread.web import forms
from goldthread.web.actions.drafting import people_choices


class ImplementedForm(forms.Form):
    live_on = forms.DateField("Live since", hint="The first day it was used.", past=True)
    how = forms.LongTextField(
        "What is in place now?", hint="What would a visitor see?", max_length=2000, rows=3
    )


class CommunicatedForm(forms.Form):
    who = forms.TextField("Who was told?", hint="For example, everyone in the duty team.")
    way = forms.ChoiceField("How were they told?", Way.choices)
    reached = forms.NumberField("How many were reached?", min_value=0)
    in_all = forms.NumberField("Of how many who should be?", min_value=0)
    acknowledged = forms.NumberField(
        "How many confirmed it?",
        hint="Where you asked people to confirm that they read it.",
        min_value=0,
        optional=True,
    )
    told_on = forms.DateField("When?", hint="The day most of them were told.", past=True)
    note = forms.LongTextField("Note", max_length=1000, rows=2, optional=True)

    @property
    def told(self) -> Told:
        said = dict(self.cleaned_data)
        return Told(of=said.pop("in_all"), **said)


class LaterDateForm(forms.Form):
    due_on = forms.DateField("New due date", future=True)
    reason = forms.LongTextField(
        "Why is more time needed?",
        hint="And what keeps people safe meanwhile.",
        max_length=1000,
        rows=3,
    )


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        "Your decision",
        [("approve", "Approve the later date"), ("decline", "Keep the date as it is")],
        reveals={"decline": ["reason"]},
    )
    reason = forms.LongTextField("Why does the date stay?", max_length=1000, rows=3, optional=True)


class OwnerForm(forms.Form):
    owner = forms.SelectField("New owner", ())
    reason = forms.LongTextField("Why does it pass to them?", max_length=1000, rows=3)

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in queries.possible_owners(organisation_id)}
        choices = people_choices(self.people.values(), "Choose")
        self.offer("owner", choices)

    @property
    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["owner"])


class ReasonForm(forms.Form):
    reason = forms.LongTextField("Why?", hint="The reason is kept.", max_length=1000, rows=3)


class ReopenForm(forms.Form):
    due_on = forms.DateField("New due date", future=True)


def evidence_form(kind: EvidenceType) -> type[forms.Form]:
    """The form of one type of evidence: the fields it needs, and its files."""
    made = {field.code: _asked(field) for field in kind.fields}
    made["file"] = forms.FilesField(
        "Files",
        hint="JPEG, PNG, PDF, Word, Excel, CSV or text. Photographs are kept without their place.",
        optional=not kind.needs_file,
    )
    return type("EvidenceForm", (forms.Form,), made)


def _asked(field: EvidenceField) -> Any:
    shared: dict[str, Any] = {
        "hint": field.hint,
        "optional": not field.required,
        "missing": field.request,
    }
    if field.kind == FieldKind.DATE:
        return forms.DateField(field.label, **shared)
    if field.kind == FieldKind.NUMBER:
        return forms.NumberField(field.label, **shared)
    if field.kind == FieldKind.CHOICE:
        return forms.ChoiceField(field.label, field.choices, **shared)
    if field.kind == FieldKind.LONG_TEXT:
        return forms.LongTextField(field.label, max_length=5000, rows=3, **shared)
    return forms.TextField(field.label, max_length=300, **shared)


class EvidenceTypeForm(forms.Form):
    type = forms.ChoiceField("What kind of evidence is it?", ())

    def __init__(self, *args: Any, fitting: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ordered = sorted(TYPES.values(), key=lambda kind: kind.code not in fitting)
        fits = dict.fromkeys(fitting, "Fits how this action is embedded.")
        self.offer("type", [(kind.code, kind.label) for kind in ordered], hints=fits)


SHOWN = [
    ("open", "Not finished"),
    *Status.choices,
    ("", "Everything"),
]


class FilterForm(forms.Form):
    """How a list is narrowed; sent with GET, so that a view can be bookmarked."""

    state = forms.SelectField("Status", SHOWN, optional=True)
    owner = forms.SelectField("Owner", (), optional=True)
    unit = forms.SelectField("Team", (), optional=True)
    route = forms.SelectField("Embedded by", [("", "Any"), *Route.choices], optional=True)
    strength = forms.SelectField("Strength", [("", "Any"), *Strength.choices], optional=True)
    text = forms.TextField("Words or incident number", optional=True)
    overdue = forms.CheckField("Overdue only", optional=True)

    def __init__(self, *args: Any, owners: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(person.pk), person.name) for person in owners]
        placed = [(str(unit.pk), unit.name) for unit in units]
        self.offer("owner", [("", "Anyone"), *named])
        self.offer("unit", [("", "Any"), *placed])
