"""Who reports, whose name goes with it, and what they attach."""

from __future__ import annotations

from typing import Any

from goldthread.evidence.terms import CHOOSABLE
from goldthread.web import forms
from goldthread.web.report.forms.step import StepForm


class YouForm(StepForm):
    reporter_name = forms.TextField("Your name", optional=True, autocomplete="name")
    reporter_contact = forms.TextField(
        "How can we reach you?",
        optional=True,
        hint="A telephone number or an email address.",
    )
    reporter_relationship = forms.TextField(
        "Who are you to the person?",
        optional=True,
        hint="For example, myself, mother, partner, friend.",
        max_length=80,
    )


class NameForm(StepForm):
    """Whose name goes with the report."""

    route = forms.ChoiceField(
        "Who may know it was you?",
        [
            ("signed_in", "Those who handle the report"),
            ("confidential", "Only the patient-safety team"),
            ("anonymous", "Nobody"),
        ],
        heading=True,
        hints={
            "signed_in": "Your name is shown with the report.",
            "confidential": "Your name is kept from your manager, your team and everyone else.",
            "anonymous": "Your name is not stored at all. You get a code to follow your report.",
        },
    )


class FilesForm(StepForm):
    """Files from the device, and on a phone straight from its camera."""

    photograph = forms.FilesField(
        "Take a photograph", optional=True, unmarked=True, accept="image/*", capture="environment"
    )
    files = forms.FilesField(  # type: ignore[assignment]  # moved into `fields` by the form's class
        "Photographs or files",
        optional=True,
        unmarked=True,
        hint="Photographs, PDF and office documents, up to 10 MB each. The place and time hidden "
        "in a photograph are removed.",
        accept=CHOOSABLE,
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if not self.errors and not self.chosen:
            self.add_error("files", "Choose a file")
        return found

    @property
    def chosen(self) -> list[Any]:
        """Every file, wherever it came from."""
        return [*self.cleaned_data.get("photograph", []), *self.cleaned_data.get("files", [])]
