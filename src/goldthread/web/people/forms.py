"""What people type to find, record, correct and merge people served."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.access.models import Unit
from goldthread.domain.registers.people.operations import Identity
from goldthread.web import forms


class FindForm(forms.Form):
    """The whole name, a number or a reference; sent in the body, so that no address holds it."""

    text = forms.TextField(
        "Find a person",
        hint="The whole name, record number, NHS number or reference, for example P-00042. "
        "Part of a name finds nobody, because names are stored encrypted.",
        missing="Enter a whole name, a number or a reference",
        max_length=120,
        width=30,
        autocomplete="off",
    )


class PersonForm(forms.Form):
    """Who someone is, and the team that serves them."""

    name = forms.TextField(
        "Name", hint="As the team knows the person.", max_length=120, autocomplete="off"
    )
    record_number = forms.TextField(
        "Record number", hint="In your care record.", max_length=40, width=20, optional=True
    )
    nhs_number = forms.TextField(
        "NHS number",
        hint="Ten digits, for example 943 476 5919.",
        max_length=20,
        width=10,
        inputmode="numeric",
        optional=True,
    )
    unit = forms.SelectField("Team that serves the person", [])

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        self.offer("unit", [(key, unit.name) for key, unit in self._units.items()])
        if len(self._units) == 1 and not self.is_bound:
            self.initial.setdefault("unit", next(iter(self._units)))

    @property
    def identity(self) -> Identity:
        said = self.cleaned_data
        return Identity(said["name"], said["record_number"], said["nhs_number"])

    @property
    def chosen(self) -> Unit:
        """The unit of a valid form."""
        return self._units[self.cleaned_data["unit"]]


class MergeForm(forms.Form):
    """The record that goes on, and how it is known to be of the same person."""

    into = forms.TextField(
        "Reference of the record that goes on",
        hint="For example, P-00042. Everything recorded here moves to it.",
        max_length=20,
        width=10,
    )
    reason = forms.LongTextField(
        "How do you know they are one person?",
        hint="For example, the same date of birth and address. Write no names here.",
        max_length=1000,
        rows=3,
    )
