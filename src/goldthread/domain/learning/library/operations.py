"""Writing, checking, publishing and retiring learning.

Trail entries say what was done and never what was written: names may stand in a draft.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.library import transitions as moves
from goldthread.domain.learning.library.drafts import Draft
from goldthread.domain.learning.library.models import Item, ItemCounter, NotPersonal
from goldthread.domain.learning.library.queries import (
    actions_to_link,
    draft_of,
    organisations_where,
    points_of,
    still_found,
)
from goldthread.domain.learning.library.terms import CHECK, Status
from goldthread.notices.operations import send
from goldthread.workflow.numbers import take
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

UNREADY: dict[str, Any] = {"ready_at": None, "ready_by": None}


@transaction.atomic
def write_item(
    organisation: Unit,
    draft: Draft,
    *,
    by: User,
    source: Incident | None = None,
    at: dt.datetime | None = None,
) -> Item:
    """Save new learning as a draft, perhaps from an incident. Raises `Refused`."""
    at = at or timezone.now()
    writes = organisations_where(scope_of(by), Permission.LEARNING_WRITE)
    if not writes.filter(organisation=organisation).exists():
        raise refuse(NOT_ALLOWED, f"You cannot write learning for {organisation.name}.")
    item = Item(
        organisation=organisation,
        source=source,
        made_at=at,
        made_by=by,
        edited_at=at,
        edited_by=by,
        **_columns(draft),
    )
    opens = source is None or incidents_visible_to(by).filter(pk=source.pk).exists()
    facts = {"draft": draft, "opens_source": opens, "strange": _strange(source, draft)}
    start(item, moves.MAKE, by=by, at=at, facts=facts, told=_told(draft), before_save=_number)
    _link(item, draft)
    return item


@transaction.atomic
def edit_item(item: Item, draft: Draft, *, by: User, at: dt.datetime | None = None) -> Item:
    """Change the words or links; what was checked is a draft again, to be checked anew."""
    at = at or timezone.now()
    perform(
        moves.EDIT,
        item,
        by=by,
        at=at,
        facts={"draft": draft, "strange": _strange(item.source, draft)},
        changes={**_columns(draft), **UNREADY, "edited_at": at, "edited_by": by},
        told=_told(draft),
    )
    _link(item, draft)
    clocks.stop(item, CHECK, "The words were changed", at=at)
    return item


@transaction.atomic
def say_not_personal(
    item: Item, text: str, reason: str, *, by: User, at: dt.datetime | None = None
) -> Item:
    """Say that words the finder stops at name nobody, and why."""
    at = at or timezone.now()
    wanted = text.casefold()
    words = next((p.found.text for p in still_found(item) if p.found.text.casefold() == wanted), "")
    facts = {"stands": bool(words), "reason": reason}
    perform(moves.MARK, item, by=by, at=at, facts=facts, told={})
    NotPersonal.objects.create(
        item=item, text=words[:200], reason=reason.strip()[:300], said_at=at, said_by=by
    )
    return item


@transaction.atomic
def hand_over(item: Item, *, by: User, at: dt.datetime | None = None) -> Item:
    """Ask for a draft to be checked by someone else. Refused while it could name anyone."""
    at = at or timezone.now()
    perform(
        moves.HAND_OVER,
        item,
        by=by,
        at=at,
        facts=_content(item),
        changes={"ready_at": at, "ready_by": by, "sent_back_because": ""},
        told={},
    )
    clocks.stop(item, CHECK, "Handed over again", at=at)
    if item.source is None or not item.source.restricted:
        # Of a restricted source nobody learns by a task that something was made of it.
        clocks.start(CHECK, item, unit=item.organisation, at=at, owner_role="governance_lead")
    return item


@transaction.atomic
def send_back(item: Item, reason: str, *, by: User, at: dt.datetime | None = None) -> Item:
    """Give learning back to its writer with what to change; the message quotes none of it."""
    at = at or timezone.now()
    changes = {"sent_back_because": reason.strip(), **UNREADY}
    perform(moves.SEND_BACK, item, by=by, at=at, facts={"reason": reason}, changes=changes, told={})
    clocks.stop(item, CHECK, "Sent back to its writer", at=at)
    send(
        [item.made_by],
        "learning_sent_back",
        subject="Learning you wrote needs another look",
        body="It was read and sent back. Open it to see what to change.",
        link=f"/learning/{item.reference}/",
        at=at,
    )
    return item


@transaction.atomic
def check_item(
    item: Item,
    *,
    recognised: bool | None,
    because: str,
    by: User,
    at: dt.datetime | None = None,
) -> Item:
    """Record the check of someone who did not write it.

    :param recognised: could a colleague, a neighbour or a relative recognise anyone?
    """
    at = at or timezone.now()
    answers = {"recognised": recognised, "because": because, "by": by}
    perform(
        moves.CHECK,
        item,
        by=by,
        at=at,
        facts={**_content(item), **answers},
        changes={"checked_at": at, "checked_by": by, "checked_because": because.strip()},
        told={"recognised": recognised},
    )
    clocks.meet(item, CHECK, at=at)
    return item


@transaction.atomic
def publish_item(item: Item, *, by: User, at: dt.datetime | None = None) -> Item:
    """Put checked learning into the feed, read once more for personal data."""
    at = at or timezone.now()
    changes = {"published_at": at, "published_by": by}
    return perform(
        moves.PUBLISH, item, by=by, at=at, facts=_content(item), changes=changes, told={}
    )


@transaction.atomic
def retire_item(item: Item, reason: str, *, by: User, at: dt.datetime | None = None) -> Item:
    """Take learning out of the feed, with the reason."""
    at = at or timezone.now()
    changes = {"retired_at": at, "retired_by": by, "retired_because": reason.strip()}
    return perform(
        moves.RETIRE, item, by=by, at=at, facts={"reason": reason}, changes=changes, told={}
    )


def _content(item: Item) -> dict[str, Any]:
    draft = draft_of(item)
    left = still_found(item, draft) if item.status != Status.RETIRED else []
    return {"draft": draft, "left": left}


def _strange(source: Incident | None, draft: Draft) -> bool:
    """Whether a point or an action is not of the source."""
    points = {one.pk for one in points_of(source)} if source else set()
    actions = {one.pk for one in actions_to_link(source)} if source else set()
    return not (
        {one.pk for one in draft.points} <= points and {one.pk for one in draft.actions} <= actions
    )


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title.strip()[:160],
        "happened": draft.happened.strip(),
        "learnt": draft.learnt.strip(),
        "changed": draft.changed.strip(),
        "family": draft.family.strip(),
        "roles": sorted(draft.roles),
    }


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "themes": sorted(theme.code for theme in draft.themes),
        "units": sorted(unit.pk for unit in draft.units),
        "changes": len(draft.actions),
    }


def _link(item: Item, draft: Draft) -> None:
    item.units.set(draft.units)
    item.services.set(draft.services)
    item.themes.set(draft.themes)
    item.points.set(draft.points)
    item.actions.set(draft.actions)


def _number(item: Item) -> None:
    item.reference = f"L-{take(ItemCounter, item.organisation_id):05d}"
