"""What senders, and those who answer for a team, type."""

from __future__ import annotations

import datetime as dt
from typing import Any

from goldthread.access.models import User
from goldthread.access.terms import ROLES, Permission
from goldthread.domain.actions.drafts import Draft as ActionDraft
from goldthread.domain.learning.bulletins import queries
from goldthread.domain.learning.bulletins.drafts import Draft
from goldthread.domain.learning.bulletins.operations import Here
from goldthread.domain.learning.bulletins.terms import Applies
from goldthread.domain.learning.library.queries import feed
from goldthread.web import forms

STAFF = [role for role in ROLES.values() if Permission.INCIDENT_REPORT in role.permissions]
MOST = 60  # learning items offered: the newest


class BulletinForm(forms.Form):
    """What a bulletin carries, to whom, and until when teams answer."""

    title = forms.TextField("Title", max_length=160)
    words = forms.LongTextField(
        "What you write to them",
        hint="A few lines, without names. The learning itself follows below them.",
        max_length=2000,
        rows=4,
        optional=True,
        unmarked=True,
    )
    items = forms.ChecksField("Learning it carries", [], optional=True, unmarked=True)
    units = forms.ChecksField(
        "Teams", [], hint="A place includes every team below it.", optional=True, unmarked=True
    )
    roles = forms.ChecksField(
        "Roles in these teams",
        [(role.code, role.label) for role in STAFF],
        optional=True,
        unmarked=True,
    )
    answer_by = forms.DateField("By when does each team answer whether it applies?")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._items = {str(one.pk): one for one in feed(user)[:MOST]}
        self._units = {str(one.pk): one for one in queries.units_to_choose(user)}
        self.offer("items", [(key, f"{i.reference} {i.title}") for key, i in self._items.items()])
        self.offer("units", [(key, unit.name) for key, unit in self._units.items()])

    def draft(self) -> Draft:
        """The answers as the domain takes them."""
        said = self.cleaned_data
        return Draft(
            said["title"],
            said["words"],
            tuple(self._items[key] for key in said["items"]),
            tuple(self._units[key] for key in said["units"]),
            tuple(said["roles"]),
            said["answer_by"],
        )


def initial_of(draft: Draft) -> dict[str, Any]:
    """A bulletin as the answers of its form."""
    return {
        "title": draft.title,
        "words": draft.words,
        "items": [str(one.pk) for one in draft.items],
        "units": [str(one.pk) for one in draft.units],
        "roles": list(draft.roles),
        "answer_by": draft.answer_by,
    }


class AnswerForm(forms.Form):
    """Does this apply here? With an action or a reason."""

    applies = forms.ChoiceField(
        "Does this apply here?",
        Applies.choices,
        optional=True,
        unmarked=True,
        reveals={"action": ["action", "incident", "title", "change"], "already": [], "no": []},
    )
    action = forms.SelectField(
        "An action of this team that answers it", [], optional=True, unmarked=True
    )
    incident = forms.TextField(
        "Or propose a new one: on which incident of this team?",
        hint="For example, INC-26-00042.",
        max_length=20,
        width=20,
        optional=True,
        unmarked=True,
    )
    title = forms.TextField("The new action, in one line", optional=True, unmarked=True)
    change = forms.LongTextField(
        "What will be different", max_length=2000, rows=3, optional=True, unmarked=True
    )
    reason = forms.LongTextField(
        "Why?",
        hint="Needed unless an action follows.",
        max_length=1000,
        rows=3,
        optional=True,
        unmarked=True,
    )

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions = {str(one.pk): one for one in actions}
        self.offer("action", [(key, one.title) for key, one in self._actions.items()])

    def here(self, incident: Any, proposed_in: str) -> Here:
        """The answer as the domain takes it."""
        said = self.cleaned_data
        proposal = None
        if incident is not None and said["title"].strip():
            proposal = ActionDraft(said["title"], said["change"], proposed_in=proposed_in)
        action = self._actions.get(said["action"])
        return Here(said["applies"], said["reason"], action, incident, proposal)


class UseForm(forms.Form):
    action = forms.ChoiceField("Which action did it communicate?", [], optional=True, unmarked=True)

    def __init__(self, *args: Any, actions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actions = {str(one.pk): one for one in actions}
        self.offer("action", [(key, one.title) for key, one in self.actions.items()])


class Ask(forms.Form):
    """A page that only asks to go ahead."""


def in_two_weeks(today: dt.date) -> dt.date:
    return today + dt.timedelta(days=14)
