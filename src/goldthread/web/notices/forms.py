"""How a person wants to be told, and the filter of the outbox."""

from __future__ import annotations

from typing import Any

from goldthread.notices.terms import MailState, Rhythm
from goldthread.web import forms

HOURS = [(str(hour), f"{hour:02}:00") for hour in range(5, 22)]
HINTS = {
    Rhythm.DAILY.value: "One e-mail with everything new. None on days with nothing new.",
    Rhythm.WEEKLY.value: "Something due within days may then only be seen in My work.",
    Rhythm.AT_ONCE.value: "An e-mail each time. Most people find this too many.",
}


class ChoicesForm(forms.Form):
    """How often, at what hour, and when not."""

    rhythm = forms.ChoiceField(
        "How often should we e-mail you about what is not urgent?", Rhythm.choices, hints=HINTS
    )
    hour = forms.SelectField("At what time of day?", HOURS)
    quiet_from = forms.TimeField(
        "Quiet from", hint="For example, 20:00. Leave both empty for no quiet hours.", optional=True
    )
    quiet_until = forms.TimeField("Quiet until", hint="For example, 07:00", optional=True)
    team_week = forms.CheckField(
        "E-mail me each Monday what is late, due and unverified in the teams I lead", optional=True
    )

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            del self.fields["team_week"]


class OutboxForm(forms.Form):
    """Which messages."""

    state = forms.SelectField("Show", MailState.choices, optional=True, unmarked=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("state", [("", "All messages"), *MailState.choices])
