"""What those who ask type."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import User
from goldthread.access.terms import ROLES, Permission
from goldthread.domain.learning.library.queries import feed
from goldthread.domain.learning.recall import queries
from goldthread.domain.learning.recall.operations import Wanted
from goldthread.domain.learning.recall.terms import MOST, NotAsked
from goldthread.web import forms

STAFF = [role for role in ROLES.values() if Permission.INCIDENT_REPORT in role.permissions]
OFFERED = 60  # learning items offered: the newest


class DrawForm(forms.Form):
    """Whom to ask, about what, and by when."""

    item = forms.SelectField("What are they asked about?", [])
    unit = forms.SelectField("Where?", [], hint="A place includes every team below it.")
    roles = forms.ChecksField("Which roles?", [(role.code, role.label) for role in STAFF])
    size = forms.NumberField(
        "How many people?",
        hint="With 10 people asked, a share is known to about 26 points either way; with 30, "
        "to about 17. Ask for more than there are and everyone is asked.",
        min_value=1,
        max_value=MOST,
    )
    ask_by = forms.DateField("By when are they asked?")
    seed = forms.TextField(
        "Seed of the draw",
        hint="Leave it empty and one is made. With it, anyone can repeat the draw.",
        max_length=60,
        optional=True,
        width=20,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(one.pk): one for one in feed(user)[:OFFERED]}
        self._units = {str(one.pk): one for one in queries.units_to_choose(user)}
        self.offer("item", [(key, f"{i.reference} {i.title}") for key, i in self._items.items()])
        self.offer("unit", [(key, unit.name) for key, unit in self._units.items()])

    def wanted(self, bulletin: Any) -> Wanted:
        """The answers as the domain takes them."""
        said = self.cleaned_data
        return Wanted(
            self._units[said["unit"]],
            self._items[said["item"]],
            tuple(said["roles"]),
            said["size"],
            said["ask_by"],
            bulletin,
            said["seed"],
        )


class NotAskedForm(forms.Form):
    because = forms.ChoiceField(
        "Why were they not asked?", NotAsked.choices, optional=True, unmarked=True
    )


class Ask(forms.Form):
    """A page that only asks to go ahead."""
