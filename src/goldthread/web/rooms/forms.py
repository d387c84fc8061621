"""Forms of rooms."""

from __future__ import annotations

from typing import Any

from goldthread.domain.governance.bundles.terms import Kind as BundleKind
from goldthread.domain.governance.rooms.operations import Opening
from goldthread.domain.governance.rooms.terms import For, What
from goldthread.web import forms


class OpenForm(forms.Form):
    """A room: for whom, how long, and why."""

    made_for = forms.ChoiceField("Who is it for?", For.choices)
    unit = forms.SelectField("Unit", [])
    guests = forms.ChecksField("Guests", [], hint="They hold the role already, with a last day.")
    purpose = forms.TextField("What is it for?", hint="For example: inspection of November 2026")
    starts_on = forms.DateField("First day")
    ends_on = forms.DateField("Last day", hint="At most three months after the first")
    shows_measures = forms.CheckField("Lead guests to the aggregate measures too", optional=True)

    def opening(self) -> Opening:
        """What was asked for."""
        said = self.cleaned_data
        names = ("made_for", "purpose", "starts_on", "ends_on", "shows_measures")
        return Opening(**{name: said[name] for name in names})


class PutForm(forms.Form):
    """One thing to put into a room."""

    what = forms.ChoiceField(
        "What do you put in?",
        What.choices,
        reveals={"pack": ["pack"], "record": ["incident"], "bundle": ["bundle", "since", "until"]},
    )
    pack = forms.SelectField("Frozen pack", [], optional=True, unmarked=True)
    incident = forms.TextField(
        "Incident", hint="Its reference", optional=True, unmarked=True, max_length=30, width=20
    )
    bundle = forms.SelectField("Which bundle", BundleKind.choices, optional=True, unmarked=True)
    since = forms.DateField("From", optional=True, unmarked=True)
    until = forms.DateField("To", optional=True, unmarked=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        what = cleaned.get("what")
        for name, words in (
            ("pack", "Choose a frozen pack"),
            ("incident", "Enter the reference of the incident"),
        ):
            if what == {"pack": What.PACK, "incident": What.RECORD}[name] and not cleaned.get(name):
                self.add_error(name, words)
        if what == What.BUNDLE:
            for name in ("bundle", "since", "until"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, "Say which bundle, from which to which day")
            since, until = cleaned.get("since"), cleaned.get("until")
            if since and until and since > until:
                self.add_error("until", "The last day is before the first. Change one of them")
        return cleaned


class ShareForm(forms.Form):
    """Whom a pack is shared with."""

    recipient = forms.TextField(
        "Who is it for?", hint="For example: quality lead at the commissioner", max_length=160
    )
    email = forms.EmailField(
        "Their e-mail address", hint="The link opens only with a code that goes to this address."
    )
