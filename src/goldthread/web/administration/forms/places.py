"""Units, the rota and the organisation's profile."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.access.terms import ProviderType, UnitKind
from goldthread.web import forms

KINDS = [(kind.value, kind.label) for kind in UnitKind if kind != UnitKind.ORGANISATION]
Choices = list[tuple[Any, str]]


class UnitForm(forms.Form):
    """What can be changed of a unit."""

    name = forms.TextField("Name", max_length=120)
    caseload = forms.NumberField(
        "Caseload",
        hint="Open cases now. Rates are worked out from it.",
        optional=True,
        max_value=1_000_000,
    )
    service_model = forms.SelectField("Service model", [], optional=True)

    def __init__(self, *args: Any, models: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("service_model", [("", "None"), *models])


class NewUnitForm(UnitForm):
    """A unit to add."""

    kind = forms.ChoiceField("What is it?", KINDS, inline=True)
    parent = forms.SelectField("Under", [], missing="Choose what it is under")
    field_order = ("name", "kind", "parent", "caseload", "service_model")

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("parent", [("", "Choose"), *units])


class CloseForm(forms.Form):
    """When a unit closes."""

    on = forms.DateField("Last day", hint="For example, 27 3 2026")


class OnCallForm(forms.Form):
    """Who answers, where and between which times."""

    unit = forms.SelectField("Where", [], hint="They answer for the units below it too.")
    user = forms.SelectField("Who", [], missing="Choose who is on call")
    starts_on = forms.DateField("First day", hint="For example, 27 3 2026")
    starts = forms.TimeField("From what time", missing="Enter the time it starts")
    ends_on = forms.DateField("Last day", hint="For example, 28 3 2026")
    ends = forms.TimeField("Until what time", missing="Enter the time it ends")

    def __init__(self, *args: Any, units: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", "Choose"), *units])
        self.offer("user", [("", "Choose"), *people])

    def moment(self, name: str) -> dt.datetime:
        """The day and time of `starts` or `ends`, in local time."""
        day, time = self.cleaned_data[f"{name}_on"], self.cleaned_data[name]
        return timezone.make_aware(dt.datetime.combine(day, time))


class ProfileForm(forms.Form):
    """What kind of provider this is."""

    provider_type = forms.ChoiceField(
        "Type of provider",
        ProviderType.choices,
        hint="Decides which duty of candour applies and who must be notified.",
    )
    ods_code = forms.TextField(
        "ODS code", hint="For example, RXX. Used when events are sent on.", optional=True,
        max_length=12, width=10,
    )  # fmt: skip
    service_began_on = forms.DateField(
        "Service began on", hint="No incident can have happened before it.", past=True
    )
    contact_text = forms.LongTextField(
        "Whom to contact",
        hint="Shown to people who report without an account.",
        optional=True,
        max_length=2_000,
        rows=4,
    )
    shows_nhs_logo = forms.CheckField("Show the NHS logo", optional=True, unmarked=True)
