"""Freezing: the whole document as one text with its digest; nothing else is read from then on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import people_of
from goldthread.analytics.personal_data import LABELS, find_personal_data
from goldthread.domain.governance.packs import transitions as moves
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.queries import latest_like, restricted_now, sections_of
from goldthread.trail.checkpoints import checkpoint, latest
from goldthread.trail.operations import Actor, iso
from goldthread.workflow.operations import perform

FORMAT = 1
CHECKPOINT_HOLDS = dt.timedelta(days=1)


@transaction.atomic
def freeze(pack: Pack, *, by: Actor, at: dt.datetime | None = None) -> Pack:
    """Freeze a draft as its sections and words stand. A frozen one it repeats is superseded."""
    at = at or timezone.now()
    before = latest_like(pack)
    text = _text(pack, by, at)
    digest = hashlib.sha256(text.encode()).hexdigest()
    facts = {
        "at": at,
        "restricted": restricted_now(pack),
        "names": _names(pack) if pack.outside else [],
    }
    changes = {
        "snapshot": text,
        "digest": digest,
        "checkpoint": _checkpoint(at),
        "frozen_at": at,
        "frozen_by": by if isinstance(by, User) else None,
        "replaces": before,
        "content": [],
    }
    told = {"digest": digest, "replaces": before.pk if before else None}
    perform(moves.FREEZE, pack, by=by, at=at, facts=facts, changes=changes, told=told)
    if before is not None:
        perform(
            moves.SUPERSEDE, before, by=by, at=at, facts={"by_pack": pack}, told={"by": pack.pk}
        )
    return pack


def _text(pack: Pack, by: Actor, at: dt.datetime) -> str:
    """The document as canonical JSON: sorted keys, so that one document has one digest."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "pack": pack.pk,
        "kind": str(pack.kind),
        "kind_label": pack.get_kind_display(),
        "title": pack.title,
        "organisation": pack.organisation.name,
        "unit": pack.unit.name,
        "since": pack.since.isoformat(),
        "until": pack.until.isoformat(),
        "outside": pack.outside,
        "figures_at": iso(pack.assembled_at),
        "frozen_at": iso(at),
        "frozen_by": "" if pack.outside or not isinstance(by, User) else by.name,
        "sections": sections_of(pack),
    }
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _names(pack: Pack) -> list[str]:
    """Where the words people wrote seem to name someone: the section, and what was found."""
    known = list(people_of(pack.organisation_id).values_list("name", flat=True))
    found = []
    for section in sections_of(pack):
        for span in find_personal_data(section["words"], known):
            found.append(f"“{section['title']}”, {LABELS[span.kind]} “{span.text}”")
    return found


def _checkpoint(at: dt.datetime) -> dict[str, Any]:
    """The trail's last signed digest over all records; a new one where it is a day old."""
    made = latest()
    if made is None or at - made.at > CHECKPOINT_HOLDS:
        made = checkpoint(at)
    return {
        "at": iso(made.at),
        "heads": made.heads,
        "digest": made.digest,
        "signature": made.signature,
    }
