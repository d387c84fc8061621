"""The team that a name in an imported file stands for."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import Unit
from goldthread.web import forms


class PlaceForm(forms.Form):
    """One open team of the organisation, by its key."""

    unit = forms.SelectField(
        "Which team is it?", [], missing="Choose a team, or ask an administrator to add it"
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {str(unit.pk): unit for unit in units}
        choices = [("", "Choose a team"), *((key, unit.name) for key, unit in self._units.items())]
        self.offer("unit", choices)

    @property
    def chosen(self) -> Unit:
        """The unit that was chosen, of a valid form."""
        return self._units[self.cleaned_data["unit"]]
