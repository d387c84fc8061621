"""Which days, and perhaps which incident, a bundle is asked for."""

from __future__ import annotations

from typing import Any

from goldthread.web import forms


class AskForm(forms.Form):
    """Filters in the address, so that a bundle can be bookmarked and sent to a colleague."""

    since = forms.DateField("From", optional=True, unmarked=True)
    until = forms.DateField("To", optional=True, unmarked=True)
    incident = forms.TextField(
        "Only one incident", optional=True, hint="Its reference", max_length=30, width=20
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "The last day is before the first. Change one of them")
        return cleaned
