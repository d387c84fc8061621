"""What to look for in the trail."""

from __future__ import annotations

from goldthread.domain.incidents.trail_reading import Wanted
from goldthread.web import forms

KINDS = [
    ("", "Everything"),
    ("incident.opened", "Openings of restricted records"),
    ("incident.", "Incidents"),
    ("candour.", "Openness"),
    ("safeguarding.", "Safeguarding"),
    ("review.", "Reviews"),
    ("action.", "Actions"),
    ("verification.", "Verification"),
    ("evidence.", "Evidence"),
    ("decision_tool.", "Decision tools"),
    ("instrument.", "Instruments"),
    ("access.", "People, roles and units"),
    ("settings.", "Lists of words"),
    ("clocks.", "Time limits"),
    ("incidents.export", "Exports"),
]


class TrailForm(forms.Form):
    """The filters, read from the address."""

    person = forms.TextField("Person", hint="Name or email address", optional=True, unmarked=True)
    reference = forms.TextField(
        "Incident", hint="For example, INC-26-00042", optional=True, unmarked=True, width=20
    )
    kind = forms.SelectField("What", KINDS, optional=True, unmarked=True)
    since = forms.DateField("From", optional=True, unmarked=True)
    until = forms.DateField("To", optional=True, unmarked=True)

    def wanted(self) -> Wanted:
        """The filters that were given and make sense."""
        typed = self.cleaned_data if self.is_bound else {}
        return Wanted(**{name: value for name, value in typed.items() if value})
