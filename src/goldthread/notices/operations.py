"""Telling people, and noting what they read and did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import cover_for
from goldthread.clocks.models import Clock
from goldthread.notices.models import Mail, Notice
from goldthread.notices.queries import threads_open_to
from goldthread.notices.timing import (
    may_leave_at,
    next_digest,
    preferences,
    waits_for_digest,
)


@transaction.atomic
def send(
    recipients: Iterable[User],
    kind: str,
    *,
    subject: str,
    body: str = "",
    lines: Sequence[Mapping[str, str]] = (),
    link: str = "/",
    thread: int | None = None,
    clock: Clock | None = None,
    urgent: bool = False,
    key: str | None = None,
    cover: bool = False,
    by_itself: bool = False,
    at: dt.datetime | None = None,
) -> list[Notice]:
    """Tell people inside the product, and by e-mail where a server is configured.

    Runs in the caller's transaction: if that is undone, nobody was told. The e-mail goes out
    after the commit: an urgent one at once, another when the person's digest is due, unless it
    goes `by_itself`. `kind` is one of `defaults/notices.yaml`, which says what it asks.
    `subject`, `body` and `lines` must hold no personal data: references and places only.
    With `key`, a person who was told of that occasion is not told again. With `cover`, whoever
    covers an absent recipient is told too, unless the thread is kept from them; leave it off for
    words meant for one person. Returns the notices made.
    """
    at = at or timezone.now()
    notices = [
        Notice(
            recipient=person,
            kind=kind,
            key=key,
            subject=" ".join(subject.split())[:200],
            body=body,
            lines=[dict(line) for line in lines],
            link=link,
            thread=thread,
            clock=clock,
            urgent=urgent,
            made_at=at,
        )
        for person in _told(recipients, cover, thread, at, key)
    ]
    if settings.EMAIL_CONFIGURED and notices:
        _save_with_mail(notices, urgent or by_itself, at)
    else:
        for notice in notices:
            notice.save(force_insert=True)
    return notices


def _told(
    recipients: Iterable[User], cover: bool, thread: int | None, at: dt.datetime, key: str | None
) -> list[User]:
    """Each active person once, with stand-ins beside those away, without those already told."""
    people = {person.pk: person for person in recipients}
    if cover:
        people |= _stand_ins(list(people.values()), thread, timezone.localdate(at))
    told: set[int] = set()
    if key is not None:
        # The lock makes two processes with the same occasion take turns.
        list(User.objects.select_for_update().filter(pk__in=people).order_by("pk").values("pk"))
        earlier = Notice.objects.filter(recipient__in=people, key=key)
        told = set(earlier.values_list("recipient_id", flat=True))
    return [person for pk, person in people.items() if person.is_active and pk not in told]


def _stand_ins(people: list[User], thread: int | None, day: dt.date) -> dict[int, User]:
    """Who covers those away, but for those from whom the thread is kept."""
    found = {one.pk: one for person in people if (one := cover_for(person, day)) != person}
    if thread is None:
        return found
    return {pk: one for pk, one in found.items() if threads_open_to(one, {thread})}


def _save_with_mail(notices: list[Notice], now: bool, at: dt.datetime) -> None:
    """Keep the notices, each with its e-mail or with the digest it waits for."""
    from goldthread.notices.outbox import deliver_soon

    told = preferences(notice.recipient for notice in notices)
    mails = []
    for notice in notices:
        wanted = told[notice.recipient_id]
        if waits_for_digest(wanted, now):
            notice.gather_at = next_digest(wanted, at)
        else:
            mails.append(Mail(notice=notice, next_try_at=may_leave_at(wanted, notice.kind, at)))
        notice.save(force_insert=True)
    Mail.objects.bulk_create(mails)
    if any(mail.notice.urgent and mail.next_try_at <= at for mail in mails):
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
