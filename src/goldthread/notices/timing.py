"""When a person hears by e-mail: their digest, their quiet hours. Times of day are local."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from goldthread.access.models import User
from goldthread.notices.models import Preference
from goldthread.notices.terms import Rhythm, kind_of

MONDAY = 0


def preferences(people: Iterable[User]) -> dict[int, Preference]:
    """How each of the people wants to hear, by their number; the default where they never said."""
    wanted = {person.pk: Preference(user=person) for person in people}
    for told in Preference.objects.filter(user__in=list(wanted)):
        wanted[told.user_id] = told
    return wanted


def preference_of(person: User) -> Preference:
    """How one person wants to hear."""
    return preferences([person])[person.pk]


def waits_for_digest(told: Preference, urgent: bool) -> bool:
    """Whether an e-mail goes into the person's next digest rather than by itself."""
    return not urgent and told.rhythm != Rhythm.AT_ONCE


def next_digest(told: Preference, at: dt.datetime) -> dt.datetime:
    """The person's next digest after `at`, moved to the end of quiet hours that it falls into."""
    local = timezone.localtime(at)
    day = local.date()
    while True:
        moment = _at(day, dt.time(told.hour))
        fits = told.rhythm != Rhythm.WEEKLY or day.weekday() == MONDAY
        if fits and moment > at:
            return after_quiet(told, moment)
        day += dt.timedelta(days=1)


def may_leave_at(told: Preference, kind: str, at: dt.datetime) -> dt.datetime:
    """When an e-mail of this kind may leave: at once, or when the person's quiet hours end.

    The few kinds that must not wait until morning are listed, with reasons, in
    `defaults/notices.yaml`.
    """
    return at if kind_of(kind).even_in_quiet_hours else after_quiet(told, at)


def after_quiet(told: Preference, at: dt.datetime) -> dt.datetime:
    """`at`, or the end of the person's quiet hours that `at` falls into."""
    begins, ends = told.quiet_from, told.quiet_until
    if begins is None or ends is None or begins == ends:
        return at
    local = timezone.localtime(at)
    now, today = local.time(), local.date()
    if begins < ends:
        return _at(today, ends) if begins <= now < ends else at
    if now >= begins:
        return _at(today + dt.timedelta(days=1), ends)
    return _at(today, ends) if now < ends else at


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
