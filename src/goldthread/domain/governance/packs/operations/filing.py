"""The files of a frozen pack: asked for, made step by step, kept, and taken away."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.governance.packs.models import Pack, PackFile
from goldthread.domain.governance.packs.terms import FileState
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail


def ask_for_files(pack: Pack, *, by: User | None, at: dt.datetime | None = None) -> PackFile:
    """Put the files in line to be made, unless they are there or on their way."""
    at = at or timezone.now()
    row, made = PackFile.objects.get_or_create(
        pack=pack, defaults={"state": FileState.WAITING, "asked_at": at, "asked_by": by}
    )
    if not made and row.state == FileState.FAILED:
        PackFile.objects.filter(pk=row.pk).update(
            state=FileState.WAITING, asked_at=at, asked_by=by, fault="", done=0
        )
        row.refresh_from_db()
    return row


def begin_files(pack_id: int, steps: int) -> None:
    """Say that the files are being made, in so many steps."""
    PackFile.objects.filter(pack=pack_id).update(state=FileState.WORKING, steps=steps, done=0)


def step_files(pack_id: int) -> None:
    """Say that one step is done."""
    PackFile.objects.filter(pack=pack_id).update(done=F("done") + 1)


def keep_files(
    pack_id: int, *, pdf: bytes, archive: bytes, digest: str, at: dt.datetime | None = None
) -> None:
    """Keep the bytes. `digest` is that of the archive's manifest."""
    PackFile.objects.filter(pack=pack_id).update(
        state=FileState.READY,
        pdf=pdf,
        archive=archive,
        digest=digest,
        ready_at=at or timezone.now(),
        done=F("steps"),
    )


def files_failed(pack_id: int, fault: str) -> None:
    """Say that they could not be made; they can be asked for again."""
    PackFile.objects.filter(pack=pack_id).update(state=FileState.FAILED, fault=fault[:300])


def note_taken(
    pack: Pack, what: str, *, by: Actor, digest: str = "", at: dt.datetime | None = None
) -> None:
    """Write to the trail that someone took a file of the pack, and its digest."""
    write_trail(
        pack,
        "pack.taken",
        by=by,
        at=at or timezone.now(),
        facts={"what": what, "digest": digest or pack.digest},
        thread=pack.thread,
        organisation_id=pack.organisation_id,
    )
