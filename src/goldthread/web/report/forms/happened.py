"""What happened, to which team, where, and what was done."""

from __future__ import annotations

from typing import Any

from goldthread.domain.incidents.terms import (
    Potential,
)
from goldthread.web import forms
from goldthread.web.report.forms.step import StepForm


class SafeForm(StepForm):
    unsafe = forms.YesNoField(
        "Is anyone unsafe now?",
        heading=True,
        hint="Someone is hurt, missing, at risk of harm, or a danger has not been dealt with.",
        missing="Say whether anyone is unsafe now",
    )


class PlaceFields(StepForm):
    """Which team: chosen by staff, in their own words for others, not asked when a link says it."""

    unit = forms.SelectField("Which team or service?", [])
    proposed_unit = forms.TextField(
        "Which team or service was it?",
        optional=True,
        hint="As much as you know, for example the place you visit or who comes to see you.",
    )
    domain_fields = {"unit": "unit"}

    def fit(self) -> None:
        preset, teams = self.answers.held.get("preset"), self.answers.held.get("teams")
        if preset or not teams:
            del self.fields["unit"]
        else:
            self.offer("unit", [(str(pk), name) for pk, name in teams])
            self.fields["unit"].initial = str(self.answers.held.get("unit") or "")
        if preset or teams:
            del self.fields["proposed_unit"]


class AlertForm(PlaceFields):
    unsafe_what = forms.LongTextField(
        "Who is unsafe, and what is happening?",
        hint="A few words are enough. You can tell the rest afterwards.",
        rows=4,
        missing="Say in a few words who is unsafe and why, so that the on-call can act",
        max_length=4000,
    )
    domain_fields = {"unsafe_what": "unsafe_what", "narrative": "unsafe_what", "unit": "unit"}
    field_order = ["unsafe_what", "unit", "proposed_unit"]


class KindForm(StepForm):
    event_type = forms.ChoiceField(
        "What are you reporting?", [], heading=True, missing="Choose what you are reporting"
    )

    def fit(self) -> None:
        kinds = self.answers.channel.kinds
        choices = [(code, label) for code, (label, _) in kinds.items()]
        hints = {code: hint for code, (_, hint) in kinds.items()}
        self.offer("event_type", choices, hints=hints)
        if self.answers.channel.for_family:
            self.fields["event_type"].label = "What do you want to tell us about?"


class WhatForm(StepForm):
    narrative = forms.LongTextField(
        "What happened?",
        heading=True,
        rows=10,
        hint="In your own words and in the order it happened. Write “the person” or “the nurse” "
        "rather than names.",
        missing="Tell us what happened, in your own words. A few sentences are enough",
    )
    domain_fields = {"narrative": "narrative"}


class WhereForm(PlaceFields):
    location = forms.TextField(
        "Where did it happen?", optional=True, hint="For example, at home, in clinic, by phone."
    )
    pathway = forms.SelectField("Pathway", [], optional=True)
    service_model = forms.SelectField("Kind of service", [], optional=True)
    field_order = ["unit", "proposed_unit", "location", "pathway", "service_model"]

    def fit(self) -> None:
        super().fit()
        for kind in ("pathway", "service_model"):
            choices = self.answers.held.get("tags", {}).get(kind, [])
            if choices and self.answers.channel.signed_in:
                self.offer(kind, [("", "Not sure"), *((str(k), n) for k, n in choices)])
            else:
                del self.fields[kind]
        if self.answers.alerted:  # the alert has gone to this team already
            self.fields.pop("unit", None)
            self.fields.pop("proposed_unit", None)


class PotentialForm(StepForm):
    potential_harm = forms.ChoiceField(
        "How bad could it have been?",
        Potential.choices,
        heading=True,
        hint="The worst that could really have come of it.",
        missing="Choose how bad it could have been",
    )


class DoneForm(StepForm):
    what = forms.LongTextField(
        "What was done straight away?",
        heading=True,
        rows=4,
        max_length=4000,
        optional=True,
        hint="To keep people safe or to help them. Leave it empty if nothing was.",
    )
    done_by = forms.TextField(
        "Who did it?", optional=True, hint="A role is enough, for example the duty worker."
    )


SEQUENCE_ROWS = 5


class SequenceForm(StepForm):
    """A few rows of when and what; the rows left empty are ignored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(1, SEQUENCE_ROWS + 1):
            self.fields[f"at_{row}"] = forms.TextField(
                f"Step {row}: when?", optional=True, unmarked=True, width=20, max_length=60
            )
            self.fields[f"what_{row}"] = forms.TextField(
                f"Step {row}: what happened?", optional=True, unmarked=True, max_length=500
            )

    def rows(self) -> list[tuple[str, str]]:
        """When and what of each row that says something."""
        found = self.cleaned_data
        pairs = [
            (found.get(f"at_{row}", ""), found.get(f"what_{row}", ""))
            for row in range(1, SEQUENCE_ROWS + 1)
        ]
        return [pair for pair in pairs if pair[1]]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        for row in range(1, SEQUENCE_ROWS + 1):
            if found.get(f"at_{row}") and not found.get(f"what_{row}"):
                self.add_error(f"what_{row}", f"Say what happened at step {row}")
        return found


class MoreForm(StepForm):
    """Questions that only this kind of event raises, each answered or left."""

    themes = forms.ChecksField(
        "Did any of these play a part?",
        [],
        optional=True,
        hint="Suggested by words you used. Tick those that fit; a person decides later.",
    )

    def fit(self) -> None:
        asked = self.answers.held.get("asked", [])
        for code, question, why in asked:
            self.fields[code] = forms.LongTextField(
                question, hint=why, optional=True, rows=3, max_length=2000
            )
        suggested = self.answers.held.get("suggested", [])
        hints = {str(pk): f"You wrote “{words}”." for pk, _, words in suggested}
        self.offer("themes", [(str(pk), name) for pk, name, _ in suggested], hints=hints)
        if not suggested or self.answers.channel.for_family:
            del self.fields["themes"]
