"""Drafting a pack from live records, and the words people add to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs import transitions as moves
from goldthread.domain.governance.packs.assembling import assembled, meeting_for, title_of
from goldthread.domain.governance.packs.claims import Asked, plain
from goldthread.domain.governance.packs.models import Commentary, Pack
from goldthread.domain.governance.packs.queries import named_in
from goldthread.domain.governance.packs.terms import definitions
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.insight.measures.operations import follow
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, refuse


@dataclass(frozen=True)
class Period:
    """The first and the last day of a pack."""

    since: dt.date
    until: dt.date


@transaction.atomic
def draft(
    kind: str,
    unit: Unit,
    period: Period,
    *,
    incident: Incident | None = None,
    theme: Theme | None = None,
    by: Actor,
    at: dt.datetime | None = None,
    count: bool = True,
) -> Pack:
    """Make a draft of a kind for a unit and days from the records as they stand.

    Measures are brought up to date first, unless the caller has just counted them (`count`).
    """
    at = at or timezone.now()
    _check(unit, incident, by)
    definition = definitions()[kind]
    asked = Asked(definition, unit, period.since, period.until, at, incident, theme)
    pack = Pack(
        organisation_id=asked.organisation_id,
        unit=unit,
        kind=kind,
        title=title_of(asked),
        since=period.since,
        until=period.until,
        incident=incident,
        theme=theme,
        meeting=meeting_for(asked),
        outside=definition.outside,
        assembled_at=at,
        drafted_at=at,
        drafted_by=by if isinstance(by, User) else None,
    )

    def fill(record: Pack) -> None:
        if count:
            follow(at=at)
        record.content = _content(asked, record.meeting)
        record.names = sorted(named_in(record.content))

    told = {"kind": kind, "unit": unit.pk, "since": period.since, "until": period.until}
    return start(
        pack, moves.DRAFT, by=by, at=at, facts={"at": at}, told=told, thread=pack.thread,
        before_save=fill,
    )  # fmt: skip


def _check(unit: Unit, incident: Incident | None, by: Actor) -> None:
    if not isinstance(by, User):
        return
    if not scope_of(by).holds(Permission.PACK_PREPARE, unit.pk):
        raise refuse(NOT_ALLOWED, f"You cannot prepare packs of {unit.name}.", "unit")
    if incident is not None and not incidents_visible_to(by).filter(pk=incident.pk).exists():
        raise refuse(NOT_ALLOWED, "There is no incident with this reference.", "incident")


def asked_of(pack: Pack, at: dt.datetime) -> Asked:
    """What a pack asks for, as at a moment."""
    return Asked(
        definitions()[pack.kind], pack.unit, pack.since, pack.until, at, pack.incident, pack.theme
    )


def _content(asked: Asked, meeting: Meeting | None) -> list[dict[str, Any]]:
    return [section.as_json() for section in assembled(asked, meeting)]


@transaction.atomic
def assemble(pack: Pack, *, by: Actor, at: dt.datetime | None = None) -> Pack:
    """Take the figures of a draft anew. The words stay."""
    at = at or timezone.now()
    follow(at=at)
    asked = asked_of(pack, at)
    meeting = meeting_for(asked)
    content = _content(asked, meeting)
    changes = {
        "content": content,
        "names": sorted(named_in(content)),
        "assembled_at": at,
        "meeting": meeting,
    }
    return perform(moves.ASSEMBLE, pack, by=by, at=at, changes=changes, told={})


@transaction.atomic
def write(
    pack: Pack,
    section: str,
    words: str,
    *,
    seen: int = 0,
    by: Actor,
    at: dt.datetime | None = None,
) -> Commentary:
    """Write the commentary of a section. `seen` is the version of the words that were read.

    Two people may write in two sections at once; in the same one, the second is told.
    """
    at, words = at or timezone.now(), plain(words).strip()
    facts = {"section": section, "words": words}
    perform(moves.WRITE, pack, by=by, at=at, facts=facts, told={"section": section})
    row = Commentary.objects.filter(pack=pack, section=section).first()
    if (row.version if row else 0) != seen:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else wrote in this section while you were writing. Nothing you typed is "
            "lost: read their words, then send yours again.",
            "words",
        )
    row = row or Commentary(pack=pack, section=section, version=0)
    row.words, row.version, row.edited_at = words, row.version + 1, at
    row.edited_by = by if isinstance(by, User) else None
    row.save()
    return row


def discard(pack: Pack, reason: str, *, by: Actor, at: dt.datetime | None = None) -> Pack:
    """Throw a draft away, with the reason."""
    changes = {"discarded_because": plain(reason).strip()}
    facts = {"reason": reason}
    return perform(moves.DISCARD, pack, by=by, at=at, facts=facts, changes=changes, told={})
