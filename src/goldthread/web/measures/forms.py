"""What measures are narrowed to, and denominators typed or sent as a file."""

from __future__ import annotations

from typing import Any

from goldthread.domain.insight.measures.terms import MONTHS_OFFERED, MONTHS_SHOWN
from goldthread.web import forms

LARGEST_FILE = 2 * 1024 * 1024


class SliceForm(forms.Form):
    """Read from the address; what makes no sense is passed over."""

    unit = forms.SelectField("Unit", [], optional=True)
    about = forms.SelectField("Theme or pathway", [], optional=True)
    months = forms.SelectField(
        "Period", [(str(n), f"The last {n} months") for n in MONTHS_OFFERED], optional=True
    )

    def __init__(
        self, *args: Any, units: list[tuple[str, str]], about: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", units)
        self.offer("about", [("", "Everything"), *about])
        self.initial.setdefault("months", str(MONTHS_SHOWN))


class DenominatorsForm(forms.Form):
    """A file, or its lines pasted in."""

    file = forms.FileField("A CSV file", optional=True, accept=".csv,.txt,.tsv")
    lines = forms.LongTextField(
        "Or paste the lines here",
        hint="The first line names the columns: team, month, caseload, contacts.",
        optional=True,
        max_length=400_000,
        rows=8,
    )

    @property
    def text(self) -> str:
        """What was pasted, or else what the file holds. ValueError says why it cannot be read."""
        pasted: str = self.cleaned_data["lines"]
        sent = self.cleaned_data["file"]
        if pasted.strip() or sent is None:
            return pasted
        if sent.size > LARGEST_FILE:
            raise ValueError("The file is larger than 2 MB. Send it in parts.")
        try:
            return str(sent.read().decode("utf-8-sig"))
        except UnicodeDecodeError as fault:
            raise ValueError(
                "The file is not UTF-8 text. Save it as “CSV UTF-8” and send it again."
            ) from fault
