"""What people type of a complaint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from goldthread.access.models import Unit
from goldthread.domain.registers.complaints.operations import Account
from goldthread.domain.registers.complaints.terms import Consent, From, How, Outcome
from goldthread.web import forms

PERSON_HINT = "Their reference, for example P-00042, or the whole name or a number."
NOT_OWN = [choice for choice in Consent.choices if choice[0] != Consent.OWN]


class ReceiveForm(forms.Form):
    """A complaint as it came in."""

    unit = forms.SelectField("Team it is about", [])
    made_by = forms.ChoiceField("Who complains?", From.choices)
    from_name = forms.TextField("Their name", max_length=120, autocomplete="off")
    from_contact = forms.TextField(
        "How to reach them", hint="Telephone, email or address.", optional=True, autocomplete="off"
    )
    person = forms.TextField(
        "Whom is it about?", hint=PERSON_HINT, max_length=120, optional=True, autocomplete="off"
    )
    consent = forms.ChoiceField(
        "If someone else complains: does the person agree that we answer them?",
        NOT_OWN,
        optional=True,
        unmarked=True,
    )
    received_on = forms.DateField("When was it received?", past=True)
    how = forms.ChoiceField("How did it reach us?", How.choices)
    about = forms.TextField(
        "What is it about, in one line?", hint="Without names: this line is shown in lists."
    )
    words = forms.LongTextField("What they said, in their words", hint="Stored encrypted.")
    wanted = forms.LongTextField(
        "What do they want to happen?", max_length=2000, rows=3, optional=True
    )
    about_restriction = forms.CheckField(
        "It is about something a person may not do or have", optional=True
    )

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        self.offer("unit", [(key, unit.name) for key, unit in self._units.items()])

    @property
    def unit_chosen(self) -> Unit:
        """The unit of a valid form."""
        return self._units[self.cleaned_data["unit"]]

    def account(self, person: Any) -> Account:
        """The complaint as the domain takes it."""
        said = self.cleaned_data
        plain = ("made_by", "from_name", "from_contact", "how", "about", "words", "wanted")
        return Account(
            **{name: said[name] for name in plain},
            consent=said["consent"] or Consent.NOT_ASKED,
            about_restriction=said["about_restriction"],
            person=person,
        )


class AcknowledgeForm(forms.Form):
    acknowledged_how = forms.LongTextField(
        "How was it acknowledged?",
        hint="When they will hear, who will talk with them, and whether an advocate was offered.",
        max_length=2000,
        rows=4,
        optional=True,
        unmarked=True,
    )


class AnswerForm(forms.Form):
    consent = forms.ChoiceField(
        "Does the person agree that we answer someone else?",
        NOT_OWN,
        optional=True,
        unmarked=True,
    )
    answer = forms.LongTextField("The answer", optional=True, unmarked=True)
    outcome = forms.ChoiceField(
        "Is the complaint upheld?", Outcome.choices, optional=True, unmarked=True
    )


class CloseForm(forms.Form):
    upheld = forms.LongTextField(
        "What was upheld?",
        hint="Without names: what is learnt here is shared.",
        max_length=4000,
        rows=4,
        optional=True,
        unmarked=True,
    )
    changes = forms.LongTextField(
        "What changes because of it?",
        hint="Or why nothing has to change. Actions belong on the incident it is linked to.",
        max_length=4000,
        rows=4,
        optional=True,
        unmarked=True,
    )


class LinkForm(forms.Form):
    incident = forms.TextField(
        "Reference of the incident",
        hint="For example, INC-26-00042. Leave it empty to report a new incident from this "
        "complaint.",
        max_length=20,
        width=20,
        optional=True,
        unmarked=True,
    )
