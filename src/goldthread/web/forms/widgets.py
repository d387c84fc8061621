"""How the values of unusual inputs are read from a request."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms


class DateWidget(forms.Widget):
    """Three inputs named `<field>-day`, `-month`, `-year`; its value is the three texts as typed."""

    use_fieldset = True
    input_type = "date-parts"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:
        day, month, year = (data.get(f"{name}-{part}", "") for part in ("day", "month", "year"))
        return day, month, year

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in ("day", "month", "year"))

    def format_value(self, value: Any) -> tuple[str, str, str]:
        """The three texts of a day, or of what was typed."""
        if isinstance(value, dt.date):
            return str(value.day), str(value.month), str(value.year)
        return tuple(value) if value else ("", "", "")


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
