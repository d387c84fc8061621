"""The filters of the incident list, and the name of a saved view."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from goldthread.domain.incidents.lists import OPEN, Filters
from goldthread.domain.incidents.terms import (
    EVENT_SHORT,
    Closure,
    PhysicalHarm,
    Status,
    Tier,
)
from goldthread.web import forms

ANY = [("", "Any")]
HARMS = [
    (PhysicalHarm.LOW, "Low or worse"),
    (PhysicalHarm.MODERATE, "Moderate or worse"),
    (PhysicalHarm.SEVERE, "Severe or worse"),
    (PhysicalHarm.FATAL, "Fatal"),
]


class FilterForm(forms.Form):
    """Read from the address; what cannot be read is passed over with a sentence."""

    text = forms.TextField("Words in the account", optional=True)
    # The address says `status`; a declared field leaves the class, so the form keeps its own.
    status = forms.SelectField(  # type: ignore[assignment]
        "Stage", [*ANY, (OPEN, "Any open stage"), *Status.choices], optional=True
    )
    unit = forms.SelectField("Team", [], optional=True)
    category = forms.SelectField("Category", [], optional=True)
    theme = forms.SelectField("Theme", [], optional=True)
    pathway = forms.SelectField("Pathway", [], optional=True)
    event_type = forms.SelectField("Kind", [*ANY, *EVENT_SHORT.items()], optional=True)
    tier = forms.SelectField("Tier of review", [*ANY, *Tier.choices], optional=True)
    harm_at_least = forms.SelectField("Harm, on either scale", [*ANY, *HARMS], optional=True)
    closure = forms.SelectField("How it was closed", [*ANY, *Closure.choices], optional=True)
    since = django_forms.DateField(
        label="Reported from", required=False, widget=django_forms.DateInput(attrs={"type": "date"})
    )
    until = django_forms.DateField(
        label="Reported until",
        required=False,
        widget=django_forms.DateInput(attrs={"type": "date"}),
    )
    late_triage = forms.CheckField("Triage is late", optional=True)
    unplaced = forms.CheckField("Not placed with a team", optional=True)
    restricted = forms.CheckField("Restricted", optional=True)

    def __init__(
        self,
        *args: Any,
        units: list[tuple[str, str]],
        categories: list[tuple[int, str]],
        themes: list[tuple[int, str]],
        pathways: list[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", "All I may see"), *units])
        self.offer("category", [*ANY, *categories])
        self.offer("theme", [*ANY, *themes])
        self.offer("pathway", [*ANY, *pathways])

    def wanted(self) -> Filters:
        """The filters that could be read."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        found["unit_path"] = found.pop("unit", "")
        for name in ("category", "theme", "pathway"):
            found[name] = int(found[name]) if name in found else None
        return Filters(**found)


class ViewForm(forms.Form):
    """The name of a set of filters to keep."""

    name = forms.TextField("Name of this view", width=20)
    query = django_forms.CharField(required=False, widget=django_forms.HiddenInput)
