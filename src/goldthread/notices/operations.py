"""Telling people, and noting what they read and did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import cover_for
from goldthread.notices.models import Mail, Notice


@transaction.atomic
def send(
    recipients: Iterable[User],
    kind: str,
    *,
    subject: str,
    body: str = "",
    link: str = "/",
    thread: int | None = None,
    urgent: bool = False,
    key: str | None = None,
    cover: bool = False,
    at: dt.datetime | None = None,
) -> list[Notice]:
    """Tell people inside the product, and by e-mail where a server is configured.

    Runs in the caller's transaction: if that is undone, nobody was told. The e-mail goes out
    after the commit, an urgent one at once. `subject` and `body` must hold no personal data.
    With `key`, a person who was told of that occasion is not told again. With `cover`, whoever
    covers an absent recipient is told instead; leave it off for words meant for one person.
    Returns the notices made.
    """
    at = at or timezone.now()
    notices = [
        Notice(
            recipient=person,
            kind=kind,
            key=key,
            subject=subject[:200],
            body=body,
            link=link,
            thread=thread,
            urgent=urgent,
            made_at=at,
        )
        for person in _told(recipients, cover, at, key)
    ]
    for notice in notices:
        notice.save(force_insert=True)
    if settings.EMAIL_CONFIGURED and notices:
        _queue(notices, at, urgent)
    return notices


def _told(recipients: Iterable[User], cover: bool, at: dt.datetime, key: str | None) -> list[User]:
    """Each active person once, stand-ins in place of those away, without those already told."""
    day = timezone.localdate(at)
    people = {p.pk: p for p in (cover_for(r, day) if cover else r for r in recipients)}
    told: set[int] = set()
    if key is not None:
        # The lock makes two processes with the same occasion take turns.
        list(User.objects.select_for_update().filter(pk__in=people).order_by("pk").values("pk"))
        earlier = Notice.objects.filter(recipient__in=people, key=key)
        told = set(earlier.values_list("recipient_id", flat=True))
    return [person for pk, person in people.items() if person.is_active and pk not in told]


def _queue(notices: list[Notice], at: dt.datetime, urgent: bool) -> None:
    from goldthread.notices.outbox import deliver_soon

    Mail.objects.bulk_create([Mail(notice=notice, next_try_at=at) for notice in notices])
    if urgent:
        deliver_soon.enqueue()


def mark_read(user: User, notice_ids: Iterable[int], *, at: dt.datetime | None = None) -> int:
    """Note that the person saw these notices of theirs; returns how many were unread."""
    unread = Notice.objects.filter(recipient=user, pk__in=list(notice_ids), read_at__isnull=True)
    return unread.update(read_at=at or timezone.now())


def mark_done(user: User, notice_id: int, *, at: dt.datetime | None = None) -> bool:
    """Note that the person did what a notice of theirs asked; False when there is none open."""
    at = at or timezone.now()
    mark_read(user, [notice_id], at=at)
    mine = Notice.objects.filter(recipient=user, pk=notice_id, done_at__isnull=True)
    return bool(mine.update(done_at=at))
