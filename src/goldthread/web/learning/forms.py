"""What writers and checkers of learning type."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import Unit
from goldthread.access.queries import teams
from goldthread.access.terms import ROLES, Permission
from goldthread.domain.incidents.queries import themes
from goldthread.domain.learning.library import queries
from goldthread.domain.learning.library.drafts import Draft
from goldthread.web import forms

SHORT = 110  # characters of a learning point in a list to choose from
STAFF = [role for role in ROLES.values() if Permission.LEARNING_VIEW in role.permissions]


class ItemForm(forms.Form):
    """Learning in plain words, where it applies and what it rests on."""

    title = forms.TextField("What is it about, in one line?", max_length=160)
    happened = forms.LongTextField(
        "What happened, in general terms",
        hint="Without names, dates or places. Change what only one person could have been in.",
        max_length=4000,
        rows=5,
    )
    learnt = forms.LongTextField("What we learnt", max_length=4000, rows=5)
    what_changed = forms.LongTextField(
        "What changed", max_length=4000, rows=5, optional=True, unmarked=True
    )
    family = forms.LongTextField(
        "The family version",
        hint="The same in words that nobody has to look up. It can be printed and handed over.",
        max_length=4000,
        rows=6,
        optional=True,
        unmarked=True,
    )
    themes = forms.ChecksField("Themes", [], optional=True, unmarked=True)
    points = forms.ChecksField("Learning points it rests on", [], optional=True, unmarked=True)
    actions = forms.ChecksField(
        "Changes it rests on",
        [],
        hint="Whether it works is read from the verification of these.",
        optional=True,
        unmarked=True,
    )
    units = forms.ChecksField(
        "Teams it applies to", [], hint="None chosen: it applies everywhere.", optional=True
    )
    services = forms.ChecksField(
        "Kinds of service it applies to", [], hint="None chosen: every kind.", optional=True
    )
    roles = forms.ChecksField(
        "Roles it applies to",
        [(role.code, role.label) for role in STAFF],
        hint="None chosen: everyone.",
        optional=True,
    )

    def __init__(self, *args: Any, organisation: Unit, source: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[str, dict[str, Any]] = {
            "themes": {str(one.pk): one for one in themes(organisation.pk)},
            "units": {str(one.pk): one for one in teams(organisation.pk) if one.parent_id},
            "services": {str(one.pk): one for one in queries.services_of(organisation.pk)},
            "points": {str(one.pk): one for one in queries.points_of(source)} if source else {},
            "actions": (
                {str(one.pk): one for one in queries.actions_to_link(source)} if source else {}
            ),
        }
        for name, rows in self._rows.items():
            if rows:
                self.offer(name, [(key, _label(one)) for key, one in rows.items()])
            else:
                del self.fields[name]

    def draft(self) -> Draft:
        """The answers as the domain takes them."""
        said = self.cleaned_data
        texts: dict[str, Any] = {
            name: said[name] for name in ("title", "happened", "learnt", "family")
        }
        chosen: dict[str, Any] = {
            name: tuple(rows[key] for key in said.get(name, ()))
            for name, rows in self._rows.items()
        }
        return Draft(**texts, changed=said["what_changed"], roles=tuple(said["roles"]), **chosen)


def _label(one: Any) -> str:
    words = str(getattr(one, "text", "") or one)
    return words if len(words) <= SHORT else f"{words[:SHORT].rsplit(' ', 1)[0]} …"


def initial_of(draft: Draft) -> dict[str, Any]:
    """A draft as the answers of its form."""
    links = ("themes", "units", "services", "points", "actions")
    chosen = {name: [str(one.pk) for one in getattr(draft, name)] for name in links}
    texts = ("title", "happened", "learnt", "family")
    said = {name: getattr(draft, name) for name in texts} | {"what_changed": draft.changed}
    return said | chosen | {"roles": list(draft.roles)}


class MarkForm(forms.Form):
    text = forms.TextField("The words, as they stand")
    reason = forms.TextField(
        "Why do they name nobody?", max_length=300, optional=True, unmarked=True
    )


class CheckForm(forms.Form):
    recognised = forms.YesNoField(
        "Could a colleague, a neighbour or a relative recognise anyone?",
        optional=True,
        unmarked=True,
    )
    because = forms.LongTextField(
        "Why nobody could be recognised",
        hint="For example, what was left out or changed.",
        max_length=1000,
        rows=3,
        optional=True,
        unmarked=True,
    )


class ReasonForm(forms.Form):
    reason = forms.LongTextField("Why?", max_length=1000, rows=3, optional=True, unmarked=True)


class FeedForm(forms.Form):
    """What the feed is narrowed to."""

    q = forms.TextField("Words", optional=True, unmarked=True)
    theme = forms.SelectField("Theme", [], optional=True, unmarked=True)

    def __init__(self, *args: Any, organisation: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("theme", [(one.code, one.name) for one in themes(organisation.pk)])


class TellForm(forms.Form):
    """What the reporter is told."""

    text = forms.LongTextField(
        "What changed because of this report?",
        hint="Or why nothing does. Plain words, without names.",
        max_length=2000,
        rows=5,
        optional=True,
        unmarked=True,
    )
    item = forms.SelectField("Show them the learning, too", [], optional=True)
    final = forms.CheckField("This is the last answer: nothing more is to follow", optional=True)

    def __init__(self, *args: Any, items: Any, told_last: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.title) for one in items]
        if choices:
            self.offer("item", [("", "No"), *choices])
        else:
            del self.fields["item"]
        if told_last:
            del self.fields["final"]
