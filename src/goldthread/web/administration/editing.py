"""Pages that change one setting: the form, and what somebody else changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from goldthread.access.models import Unit
from goldthread.access.operations import must_manage
from goldthread.trail.operations import record_type_of
from goldthread.trail.queries import of_record, version_of
from goldthread.web.components import Change
from goldthread.web.forms import Form
from goldthread.web.pages import SignedIn, organisation_of, render
from goldthread.web.trail_viewer.words import names_in, what, who


@dataclass(frozen=True)
class Seen:
    """The version of a setting a form was made for: how many changes its trail holds."""

    version: int


def seen(record: Any) -> Seen:
    """What a form is made for, so that one made before another change is refused once."""
    return Seen(version_of(record))


def whole_organisation(request: SignedIn) -> Unit:
    """The organisation, for settings that hold everywhere in it.

    Raises Refused for those who administer only a part of it.
    """
    organisation = organisation_of(request)
    must_manage(request.user, organisation)
    return organisation


def edit(
    request: SignedIn,
    form: Form,
    title: str,
    back: str,
    *,
    record: Any = None,
    template: str = "layouts/form.html",
    **context: Any,
) -> HttpResponse:
    """The page of one form, with what changed since it was made where somebody was quicker."""
    changes = _changes(record, form) if record is not None and form.changed else []
    shown = {"form": form, "title": title, "back": back, "cancel": back, "changes": changes}
    return render(request, template, shown | context)


def _changes(record: Any, form: Form) -> list[Change]:
    since = str(form.data.get("page_version", ""))
    chain = of_record(record_type_of(record), record.pk)
    entries = list(chain.filter(sequence__gt=int(since) if since.isdecimal() else 0))
    names = names_in(entries)
    return [
        Change(f"{what(row).removesuffix('.')}.", who(row.actor, names), row.at) for row in entries
    ]
