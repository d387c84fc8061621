"""People, their roles and their absences."""

from __future__ import annotations

from typing import Any

from goldthread.access.terms import ROLES
from goldthread.web import forms
from goldthread.web.administration.forms.places import Choices

ROLE_CHOICES = [(role.code, role.label) for role in ROLES.values()]
ROLE_HINTS = {role.code: role.description for role in ROLES.values()}


class FindForm(forms.Form):
    """Whom to look for."""

    text = forms.TextField("Name or email address", optional=True, unmarked=True)


class DetailsForm(forms.Form):
    """What can be corrected of a person. The address they sign in with stays."""

    name = forms.TextField("Full name", max_length=120)
    job_title = forms.TextField("Job title", optional=True, max_length=120)
    phone = forms.TextField("Telephone", optional=True, max_length=40, width=20)


class NewPersonForm(forms.Form):
    """Someone to add."""

    name = forms.TextField("Full name", max_length=120, autocomplete="off")
    email = forms.EmailField("Email address", hint="They sign in with it.", autocomplete="off")
    job_title = forms.TextField("Job title", optional=True, max_length=120)


class DatesForm(forms.Form):
    """From and until when a role is held."""

    starts_on = forms.DateField("First day", hint="Leave empty for from now on.", optional=True)
    ends_on = forms.DateField(
        "Last day", hint="Leave empty for until further notice.", optional=True
    )


class RoleForm(DatesForm):
    """A role to give, and where."""

    role = forms.ChoiceField("Role", ROLE_CHOICES, hints=ROLE_HINTS, small=True)
    unit = forms.SelectField("Where", [], hint="A role reaches the units below it too.")
    field_order = ("role", "unit", "starts_on", "ends_on")

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", "Choose"), *units])


class AbsenceForm(forms.Form):
    """When a person is away, and who covers."""

    absent_from = forms.DateField(
        "First day away", hint="Leave all empty when they are back.", optional=True
    )
    absent_until = forms.DateField(
        "Last day away", hint="Leave empty for until further notice.", optional=True
    )
    covered_by = forms.SelectField(
        "Who covers", [], hint="What is due goes to them meanwhile.", optional=True
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("covered_by", [("", "Nobody"), *people])


class LeaveForm(forms.Form):
    """A person's last day."""

    on = forms.DateField("Last day", hint="For example, 27 3 2026")
