"""Forms of the stabilisation checklist."""

from __future__ import annotations

from typing import Any

from goldthread.web import forms

PARTS = ("safety", "communication", "documentation")
OFFERED = {"taken": (True, True), "declined": (True, False), "not_offered": (False, None)}


class PartForm(forms.Form):
    note = forms.LongTextField("What was done?", rows=4, unmarked=True, optional=True)


class SupportForm(forms.Form):
    answer = forms.ChoiceField(
        "Was support offered to the staff involved?",
        [
            ("taken", "Offered and taken"),
            ("declined", "Offered and declined for now"),
            ("not_offered", "Not offered"),
        ],
    )
    note = forms.LongTextField(
        "What was offered, or why not?", rows=3, unmarked=True, optional=True
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        offered, taken = OFFERED.get(cleaned.pop("answer", ""), (False, None))
        return cleaned | {"offered": offered, "taken": taken}
