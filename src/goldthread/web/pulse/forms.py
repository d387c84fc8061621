"""What staff answer, and what whoever runs the pulse types."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import Unit
from goldthread.web import forms

SCALE = "q_"


class AnswerForm(forms.Form):
    """The questions of one pulse, each on its scale, and where the person works."""

    unit = forms.SelectField("Where do you work?", [], optional=True, unmarked=True)

    def __init__(self, *args: Any, pulse: Any, places: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = {str(one.pk): one for one in places}
        if len(places) == 1:
            del self.fields["unit"]
        else:
            self.offer("unit", [(key, one.name) for key, one in self._places.items()])
        scale = [(str(n), words) for n, words in enumerate(pulse.definition["scale"], 1)]
        for row in pulse.definition["questions"]:
            name = f"{SCALE}{row['code']}"
            self.fields[name] = forms.ChoiceField(row["text"], scale)

    @property
    def place(self) -> Unit | None:
        """Where the person works: their one team, or the one they chose."""
        if len(self._places) == 1:
            return next(iter(self._places.values()))
        return self._places.get(self.cleaned_data["unit"])

    @property
    def answers(self) -> dict[str, int]:
        """Question → score."""
        return {
            name.removeprefix(SCALE): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(SCALE)
        }


class OpenForm(forms.Form):
    closes_on = forms.DateField("Until when can it be answered?", hint="Within 60 days.")


class Ask(forms.Form):
    """A page that only asks to go ahead."""
