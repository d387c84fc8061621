"""Preparing drafts and putting them into use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.trail.operations import record as write_trail
from goldthread.versions.faults import FaultyError
from goldthread.versions.kinds import Data, Kind
from goldthread.versions.models import V, Version
from goldthread.versions.queries import draft_of, versions_of
from goldthread.workflow.refusals import CHANGED_MEANWHILE, Refusal, Refused, refuse

NOTE = 300  # characters of what changed
NEWER = "Comes with a newer Goldthread. Read what changes before you publish it."


@transaction.atomic
def save_draft(
    kind: Kind[V],
    organisation: Unit,
    data: Data,
    *,
    by: User | None,
    note: str = "",
    at: dt.datetime | None = None,
) -> V:
    """Keep a next version (new tools and instruments begin here) without anyone using it yet.

    Raises `Refused` with one sentence for each fault of the definition.
    """
    return _store(kind, organisation, _checked(kind, data, "definition"), by, note, at)


def _checked(kind: Kind[Any], data: Data, field: str = "") -> dict[str, Any]:
    """The data as it is kept; a refusal lands at `field`, or at the place of each fault."""
    try:
        return kind.check(data)
    except FaultyError as faulty:
        raise Refused(
            Refusal(kind.faulty, fault.sentence, field or fault.place) for fault in faulty.faults
        ) from faulty


def _store(
    kind: Kind[V],
    organisation: Unit,
    data: dict[str, Any],
    by: User | None,
    note: str,
    at: dt.datetime | None,
) -> V:
    owner, _ = kind.owner_model._default_manager.get_or_create(
        organisation=organisation, code=data["code"], defaults=kind.titles(data)
    )
    newest = versions_of(kind, owner).first()
    draft = draft_of(kind, owner) or kind.model(
        **{kind.owner: owner, "number": newest.number + 1 if newest else 1}
    )
    draft.definition, draft.note = _numbered(data, newest), note[:NOTE]
    draft.revision += 1
    draft.save()
    _write(kind, draft, "draft", by, at or timezone.now())
    return draft


def _numbered(data: dict[str, Any], newest: Version | None) -> dict[str, Any]:
    """The data with the number under which it shipped, which a form does not send back."""
    if newest is None or "version" in data or "version" not in newest.definition:
        return data
    return {**data, "version": newest.definition["version"]}


@transaction.atomic
def begin_draft(kind: Kind[V], owner: Any, *, by: User, at: dt.datetime | None = None) -> V:
    """The draft, begun now from the newest version where there is none."""
    owner = kind.owner_model._default_manager.select_for_update().get(pk=owner.pk)
    newest = versions_of(kind, owner)[0]
    if newest.is_draft:
        return newest
    return _store(kind, owner.organisation, dict(newest.definition), by, "", at)


@transaction.atomic
def change_draft(
    kind: Kind[V],
    version: V,
    change: Callable[[Data], dict[str, Any]],
    *,
    seen: int,
    by: User,
    at: dt.datetime | None = None,
) -> V:
    """Keep a draft as `change` makes it, whole or not: what is missing is asked for on publishing.

    `seen` is the revision the person had before them. Raises `Refused`: someone saved it since, or
    it is published already.
    """
    draft = _locked(kind, version)
    if draft.revision != seen:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed this draft while you were writing. Nothing you typed is lost: "
            "read what changed, then send it again.",
        )
    draft.definition = change(draft.definition)
    draft.revision += 1
    draft.save()
    _write(kind, draft, "draft", by, at or timezone.now())
    return draft


@transaction.atomic
def publish_version(
    kind: Kind[V],
    version: V,
    *,
    by: User | None,
    note: str = "",
    seen: int | None = None,
    at: dt.datetime | None = None,
) -> V:
    """Put a draft into use. What was recorded with earlier versions keeps them.

    Raises `Refused`: already published, faulty, or (where `seen` is given) changed meanwhile.
    """
    at = at or timezone.now()
    draft = _locked(kind, version)
    if seen is not None and draft.revision != seen:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed this draft since you read it. Read it again, then publish it.",
        )
    draft.definition = _checked(kind, draft.definition)
    draft.is_draft, draft.published_at, draft.published_by = False, at, by
    draft.note = (note.strip() or draft.note)[:NOTE]
    draft.save()
    owner = draft.subject
    for name, value in kind.titles(draft.definition).items():
        setattr(owner, name, value)
    owner.save()
    _write(kind, draft, "publish", by, at)
    return draft


def _locked(kind: Kind[V], version: V) -> V:
    """The draft as it stands now, kept from others until the transaction ends."""
    kind.model._default_manager.select_for_update().get(pk=version.pk)
    draft = kind.model._default_manager.select_related(kind.owner).get(pk=version.pk)
    if not draft.is_draft:
        raise refuse(
            kind.published,
            f"Version {draft.number} of “{draft.subject}” is already published and does not "
            "change. Save a new draft instead.",
        )
    return draft


def _write(kind: Kind[Any], version: Version, what: str, by: User | None, at: dt.datetime) -> None:
    write_trail(
        version.subject,
        f"{kind.noun}.{what}",
        by=by,
        at=at,
        organisation_id=version.subject.organisation_id,
        facts={"number": version.number, "note": version.note, "definition": version.definition},
    )


def install_defaults(
    kind: Kind[V], organisation: Unit, *, by: User | None = None, at: dt.datetime | None = None
) -> list[V]:
    """Publish what ships with the product and the organisation does not have yet.

    A newer wording of what it has waits as a draft: a named person reads what changes and publishes
    it, or does not. Rounds and runs that began keep their version either way.
    """
    owners = kind.owner_model._default_manager.filter(organisation=organisation)
    have = {owner.code: owner for owner in cast("Any", owners)}
    made = []
    for data in kind.shipped():
        owner = have.get(data["code"])
        if owner is not None:
            _offer(kind, owner, data, by, at)
            continue
        draft = save_draft(kind, organisation, data, by=by, at=at, note="Shipped with the product")
        made.append(publish_version(kind, draft, by=by, at=at))
    return made


def _offer(
    kind: Kind[V], owner: Any, data: Data, by: User | None, at: dt.datetime | None
) -> V | None:
    """A draft of what ships in a newer wording, once, unless someone is preparing a draft.

    Each wording carries the number under which it shipped, and keeps it where a customer changes
    it: what was offered before, taken or not, is not offered again.
    """
    known = versions_of(kind, owner).values_list("is_draft", "definition")
    if any(is_draft for is_draft, _ in known):
        return None
    if _shipped_as(data) <= max((_shipped_as(one) for _, one in known), default=0):
        return None
    return _store(kind, owner.organisation, _checked(kind, data), by, NEWER, at)


def _shipped_as(data: Data) -> int:
    return int(data.get("version") or 1)
