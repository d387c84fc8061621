"""Which versions there are, and which one is in use."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from goldthread.versions.kinds import Kind
from goldthread.versions.models import V
from goldthread.workflow.refusals import refuse


def versions_of(kind: Kind[V], owner: Any) -> QuerySet[V]:
    """Every version of a tool or instrument, the draft and the newest first."""
    found = kind.model._default_manager.filter(**{kind.owner: owner})
    return found.select_related(kind.owner, "published_by").order_by("-number")


def draft_of(kind: Kind[V], owner: Any) -> V | None:
    """The version being prepared, if any."""
    return versions_of(kind, owner).filter(is_draft=True).first()


def version_of(kind: Kind[V], organisation_id: int, code: str, number: int) -> V | None:
    """One version of the organisation's tool or instrument, or None."""
    return _named(kind, organisation_id, code).filter(number=number).first()


def current(kind: Kind[V], organisation_id: int, code: str) -> V:
    """The version in use. Raises `Refused` when the organisation has none published."""
    found = in_use(kind, organisation_id, code)
    if found is None:
        raise refuse(
            kind.unknown,
            f"There is no published {kind.label} “{code}” in your organisation. "
            f"Ask an administrator to publish it under Settings, {kind.menu}.",
        )
    return found


def in_use(kind: Kind[V], organisation_id: int, code: str) -> V | None:
    """The version in use, or None."""
    return _named(kind, organisation_id, code).filter(is_draft=False).order_by("-number").first()


def _named(kind: Kind[V], organisation_id: int, code: str) -> QuerySet[V]:
    return kind.model._default_manager.select_related(kind.owner, "published_by").filter(
        **{f"{kind.owner}__organisation_id": organisation_id, f"{kind.owner}__code": code}
    )
