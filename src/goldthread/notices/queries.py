"""A person's notices, and what waits in the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Count, Q, QuerySet

from goldthread.access.models import User
from goldthread.clocks.models import Clock
from goldthread.notices.models import Mail, Notice
from goldthread.notices.terms import DIGEST, MailState, fault_in_words

_paths: dict[str, Callable[[int], str]] = {}
_clock_path: list[Callable[[Clock], str]] = []
_may_know: list[Callable[[int, list[User]], list[User]]] = []


def linked_by(subject_type: str, path_of: Callable[[int], str]) -> None:
    """Say where a record of this type is opened: `path_of(id)` gives the path of its page.

    Pages call this once, when they are loaded; a type nobody spoke for links to "My work".
    """
    _paths[subject_type] = path_of


def link_to(subject_type: str, subject_id: int) -> str:
    """The path of the page of a record, or of "My work"."""
    path_of = _paths.get(subject_type)
    return path_of(subject_id) if path_of else "/"


def clocks_linked_by(path_of: Callable[[Clock], str]) -> None:
    """Say where the work a clock waits for is done; pages call this once, when they are loaded."""
    _clock_path[:] = [path_of]


def link_to_clock(clock: Clock) -> str:
    """The path of the page where the work is done: the same that "My work" leads to."""
    return _clock_path[0](clock) if _clock_path else link_to(clock.subject_type, clock.subject_id)


def threads_known_to(may_know: Callable[[int, list[User]], list[User]]) -> None:
    """Say who of some people may be told of a golden thread; the app of incidents calls this."""
    _may_know[:] = [may_know]


def those_who_may_know(clock: Clock, people: list[User]) -> list[User]:
    """Those of `people` who may be told of what the clock is about."""
    if clock.thread is None or not _may_know:
        return people
    return _may_know[0](clock.thread, people)


def threads_open_to(person: User, threads: Iterable[int]) -> set[int]:
    """Those of the golden threads that the person may be told of."""
    if not _may_know:
        return set(threads)
    return {thread for thread in threads if person in _may_know[0](thread, [person])}


def notices_of(user: User) -> QuerySet[Notice]:
    """A person's notices, the newest first; digests only gather what is here already."""
    mine = Notice.objects.filter(recipient=user).exclude(kind=DIGEST)
    return mine.order_by("-made_at", "-pk")


def unread_count(user: User) -> int:
    """How many notices the person has not seen."""
    return Notice.objects.filter(recipient=user, read_at__isnull=True).count()


def overdue_mail(at: dt.datetime) -> int:
    """How many e-mails should have left half an hour ago and have not.

    One held back by quiet hours is not late; one that was tried and put back is. A message whose
    digest was due and was not made counts as well: nobody was told of it.
    """
    limit = at - dt.timedelta(minutes=30)
    late = Q(next_try_at__lte=limit) | Q(tries__gt=0, notice__made_at__lte=limit)
    waiting = [MailState.QUEUED, MailState.SENDING]
    ungathered = Notice.objects.filter(gather_at__lte=limit).count()
    return Mail.objects.filter(late, state__in=waiting).count() + ungathered


def given_up_mail() -> int:
    """How many e-mails were given up."""
    return Mail.objects.filter(state=MailState.FAILED).count()


def outbox(organisation_id: int, state: str = "") -> QuerySet[Mail]:
    """The e-mails to people of an organisation, the newest first; `state` narrows them."""
    rows = Mail.objects.filter(notice__recipient__organisation=organisation_id)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related("notice__recipient").order_by("-pk")


def outbox_counts(organisation_id: int) -> dict[str, int]:
    """How many e-mails of an organisation stand in each state."""
    rows = Mail.objects.filter(notice__recipient__organisation=organisation_id)
    return dict(rows.order_by().values_list("state").annotate(many=Count("pk")))


def last_fault(organisation_id: int) -> str:
    """What went wrong with the message tried last of those that wait; empty where none was."""
    tried = outbox(organisation_id, MailState.QUEUED).filter(tries__gt=0)
    found = tried.order_by("-claimed_at", "-pk").values_list("last_error", flat=True).first()
    return fault_in_words(found or "")


def waiting_for_digest(organisation_id: int) -> int:
    """How many notices wait for somebody's next digest."""
    return Notice.objects.filter(
        recipient__organisation=organisation_id, gather_at__isnull=False
    ).count()
