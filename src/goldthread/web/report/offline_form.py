"""The pages of a short report as one form, for a device without signal."""

from __future__ import annotations

import copy
from typing import Any

from goldthread.web import forms
from goldthread.web.report import forms as pages
from goldthread.web.report.channels import OWN

# The fields of the short form, from the pages they stand on; the label where it has to differ.
TAKEN: tuple[tuple[type[pages.StepForm], str], ...] = (
    (pages.SafeForm, "unsafe"),
    (pages.KindForm, "event_type"),
    (pages.WhatForm, "narrative"),
    (pages.WhenForm, "day"),
    (pages.WhenForm, "occurred_on"),
    (pages.WhenForm, "occurred_month"),
    (pages.WhenForm, "time"),
    (pages.WhereForm, "unit"),
    (pages.WhereForm, "location"),
    (pages.AnyoneForm, "anyone"),
    (pages.PersonForm, "kind"),
    (pages.PersonForm, "physical_harm"),
    (pages.PersonForm, "psychological_harm"),
    (pages.DoneForm, "what"),
)


class OfflineForm(forms.Form):
    """The same questions with the same names; checked by the pages' own forms on arrival."""

    files = forms.FilesField(  # type: ignore[assignment]  # moved into `fields` by the form's class
        "Photographs", optional=True, accept="image/*", hint="They are sent with the report."
    )
    route = forms.ChoiceField(
        "Who may know it was you?",
        [
            ("signed_in", "Those who handle the report"),
            ("confidential", "Only the patient-safety team"),
        ],
        optional=True,
        unmarked=True,
        initial="signed_in",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name: self.fields.pop(name) for name in ("files", "route")}
        for form, name in TAKEN:
            field: Any = copy.deepcopy(form.base_fields[name])
            self.fields[name] = field
            self.redisplay(name, heading=False, size=field.display.get("size", "m"))
        self.fields |= own
        self._fit()

    def _fit(self) -> None:
        choices = [(code, words) for code, (words, _) in OWN.kinds.items()]
        hints = {code: hint for code, (_, hint) in OWN.kinds.items()}
        self.offer("event_type", choices, hints=hints)
        self.redisplay("anyone", reveals={"yes": ["kind", "physical_harm", "psychological_harm"]})
