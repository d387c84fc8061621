"""Digests: what is not urgent, gathered into one e-mail a day or a week.

Each notice knows when it is to be gathered, so a worker that was away for days makes one digest
of everything, and two workers at once make one between them.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.notices.models import Mail, Notice
from goldthread.notices.queries import threads_open_to
from goldthread.notices.terms import DIGEST, kind_of
from goldthread.notices.timing import may_leave_at, next_digest, preference_of

MOST = 50  # the rest is counted, and stands on the page of notices


def gather(at: dt.datetime | None = None) -> int:
    """Make every digest that is due; returns how many."""
    at = at or timezone.now()
    due = Notice.objects.filter(gather_at__lte=at).order_by("recipient")
    people = due.values_list("recipient", flat=True).distinct()
    return sum(_gather_for(pk, at) for pk in list(people))


@transaction.atomic
def _gather_for(person: int, at: dt.datetime) -> bool:
    """One person's digest; False when nothing of it is left to say."""
    recipient = User.objects.select_for_update().get(pk=person)
    due = Notice.objects.filter(recipient=recipient, gather_at__lte=at)
    found = list(due.select_related("clock").order_by("-urgent", "made_at", "pk"))
    said = _still_to_say(recipient, found)
    due_keys = [notice.pk for notice in found]
    digest = _digest(recipient, said, at) if said else None
    Notice.objects.filter(pk__in=due_keys).update(gather_at=None)
    Notice.objects.filter(pk__in=[one.pk for one in said]).update(gathered_in=digest)
    return digest is not None


def _still_to_say(recipient: User, found: list[Notice]) -> list[Notice]:
    """Without what was read in the product, met, or is of an incident kept from the person now."""
    if not recipient.is_active:
        return []
    fresh = [
        one
        for one in found
        if one.read_at is None and (one.clock is None or one.clock.ended_at is None)
    ]
    known = threads_open_to(recipient, {one.thread for one in fresh if one.thread})
    return [one for one in fresh if one.thread is None or one.thread in known]


def _digest(recipient: User, said: list[Notice], at: dt.datetime) -> Notice:
    """The digest and its e-mail. In the product it is not shown: what it gathers is."""
    many = len(said)
    lines = [
        {"words": f"{one.subject}. {kind_of(one.kind).asks}", "link": one.link}
        for one in said[:MOST]
    ]
    digest = Notice.objects.create(
        recipient=recipient,
        kind=DIGEST,
        key=f"{DIGEST}:{max(one.pk for one in said)}",
        subject="One thing for you in Goldthread"
        if many == 1
        else f"{many} things for you in Goldthread",
        body=f"{many - MOST} more stand on the page of notices." if many > MOST else "",
        lines=lines,
        link="/my-work/notices/",
        made_at=at,
        read_at=at,
    )
    leaves = may_leave_at(preference_of(recipient), DIGEST, at)
    Mail.objects.create(notice=digest, next_try_at=leaves)
    return digest


def plan_again(person: User, at: dt.datetime) -> None:
    """Let what waits for a digest follow the person's new choice."""
    waiting = Notice.objects.filter(recipient=person, gather_at__isnull=False)
    waiting.update(gather_at=next_digest(preference_of(person), at))
