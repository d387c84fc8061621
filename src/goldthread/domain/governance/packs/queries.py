"""Packs in scope, what of them a person may read, and what was frozen."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.models import Commentary, Pack, PackFile
from goldthread.domain.governance.packs.terms import KEPT_STATUSES, Status
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import not_kept_from
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to

RECORD_TYPE = "packs.pack"


def visible_to(user: User | None) -> QuerySet[Pack]:
    """Packs a person may open, in no order: drafts only those who may prepare them.

    A pack of one incident is kept from whom the incident is kept.
    """
    scope = scope_of(user)
    free = Q(incident__isnull=True) | not_kept_from(scope, "incident__")
    frozen = scope.q(Permission.PACK_READ) & Q(status__in=KEPT_STATUSES)
    return Pack.objects.filter(free, frozen | scope.q(Permission.PACK_PREPARE))


def may_prepare(user: User, pack: Pack) -> bool:
    """Whether the person may write in the draft and freeze it."""
    return allows(pack, scope_of(user).q(Permission.PACK_PREPARE))


def in_list(packs: QuerySet[Pack], *, kind: str = "") -> QuerySet[Pack]:
    """For the list, the latest days first; discarded drafts are left out."""
    found = packs.exclude(status=Status.DISCARDED).defer("snapshot", "content")
    if kind:
        found = found.filter(kind=kind)
    return found.select_related("unit", "incident", "theme").order_by("-until", "-pk")


def with_page(packs: QuerySet[Pack]) -> QuerySet[Pack]:
    """Everything the page of one shows around its sections."""
    return packs.select_related(
        "unit", "organisation", "incident", "theme", "meeting__forum", "drafted_by", "frozen_by",
        "replaces",
    )  # fmt: skip


def units_prepared_by(user: User) -> QuerySet[Unit]:
    """Of which units the person may prepare packs, the highest first."""
    return seen_units(user, Permission.PACK_PREPARE).order_by("path")


def commentary_of(pack: Pack) -> dict[str, Commentary]:
    """The words people wrote, by section."""
    return {row.section: row for row in pack.commentary.select_related("edited_by")}


def sections_of(pack: Pack) -> list[dict[str, Any]]:
    """The sections as plain values with their words: of the snapshot, once it is frozen."""
    if pack.snapshot:
        sections: list[dict[str, Any]] = document_of(pack)["sections"]
        return sections
    said = commentary_of(pack)
    return [
        {**section, "words": said[section["code"]].words if section["code"] in said else ""}
        for section in pack.content
    ]


def document_of(pack: Pack) -> dict[str, Any]:
    """The frozen document. ValueError where the pack is not frozen."""
    if not pack.snapshot:
        raise ValueError("A draft has no document yet.")
    document: dict[str, Any] = json.loads(pack.snapshot)
    return document


def named_in(sections: list[dict[str, Any]]) -> set[int]:
    """The incidents that claims and rows say something about."""
    lines = [
        line
        for section in sections
        for line in [*section["claims"], *(row for t in section["tables"] for row in t["rows"])]
    ]
    return {line["incident"] for line in lines if line["incident"] is not None}


def kept_from(pack: Pack, user: User) -> set[int]:
    """The incidents of the pack that this person may not read of, because they are restricted.

    Most packs were made when none was; an incident may be restricted after the pack was frozen.
    """
    restricted = Incident.objects.filter(pk__in=pack.names, restricted=True)
    pks = set(restricted.values_list("pk", flat=True))
    if not pks:
        return pks
    return pks - set(incidents_visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))


def restricted_now(pack: Pack) -> bool:
    """Whether any incident it names is restricted now."""
    return Incident.objects.filter(pk__in=pack.names, restricted=True).exists()


def files_of(pack: Pack) -> PackFile | None:
    """How far the files are, without their bytes."""
    return PackFile.objects.filter(pack=pack).defer("pdf", "archive").first()


def whole_files_of(pack: Pack) -> PackFile | None:
    """The files with their bytes."""
    return PackFile.objects.filter(pack=pack).first()


def latest_like(pack: Pack) -> Pack | None:
    """The frozen pack of the same kind, unit and days that this one would take the place of."""
    return (
        Pack.objects.filter(
            kind=pack.kind,
            unit=pack.unit_id,
            since=pack.since,
            incident=pack.incident_id,
            theme=pack.theme_id,
            status=Status.FROZEN,
        )
        .exclude(pk=pack.pk)
        .order_by("-pk")
        .first()
    )
