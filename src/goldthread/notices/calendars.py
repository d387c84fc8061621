"""A person's clocks as a calendar that any program can subscribe to (iCalendar, RFC 5545).

An event says what is due, where, and leads to the page; it names nobody. Its UID never changes, so
that a moved clock moves its event, and a clock that ended is cancelled rather than left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils import timezone
from icalendar import Calendar, Event

from goldthread.access.models import User
from goldthread.clocks.models import Clock, ClockPolicy
from goldthread.clocks.queries import label_of
from goldthread.notices.choices import hashed
from goldthread.notices.messages import address
from goldthread.notices.models import CalendarAddress

MOST = 500
CANCELLED_FOR = dt.timedelta(days=30)
END_OF_DAY = dt.time(23, 59)
NAME = "Goldthread: what is due"
REFRESH = dt.timedelta(hours=1)


def address_of(token: str) -> CalendarAddress | None:
    """The calendar address with this token, of someone who still works here, or None."""
    works_here = Q(user__left_on__isnull=True) | Q(user__left_on__gt=timezone.localdate())
    found = CalendarAddress.objects.filter(
        works_here, token_hash=hashed(token), user__is_active=True
    )
    return found.select_related("user").first()


def calendar_address(person: User) -> CalendarAddress | None:
    """The person's calendar address, if they have one."""
    return CalendarAddress.objects.filter(user=person).first()


def calendar_of(clocks: Iterable[Clock], links: Mapping[int, str], at: dt.datetime) -> bytes:
    """The calendar: an event for each clock with a due time, cancelled ones marked so.

    :param links: the path of the page of each clock, by its number.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Goldthread//What is due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    calendar.add("name", NAME)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    policies = {(one.organisation_id, one.kind): one for one in ClockPolicy.objects.all()}
    for clock in clocks:
        if clock.due_at is not None:
            label = label_of(clock, policies.get((clock.organisation_id, clock.kind)))
            calendar.add_component(_event(clock, label, address(links[clock.pk]), at))
    made: bytes = calendar.to_ical()
    return made


def uid_of(clock: Clock) -> str:
    """The name of a clock's event: the same as long as the clock is there, wherever it is served."""
    return f"clock-{clock.pk}-{int(clock.starts_at.timestamp())}@goldthread"


def _event(clock: Clock, label: str, link: str, at: dt.datetime) -> Event:
    ended = clock.ended_at is not None
    event = Event()
    event.add("uid", uid_of(clock))
    event.add("dtstamp", (clock.ended_at or at).astimezone(dt.UTC))
    event.add("summary", f"Due: {label}, {clock.unit.name}")
    event.add("description", f"Team: {clock.unit.name}. Open it: {link}")
    event.add("url", link)
    event.add("status", "CANCELLED" if ended else "CONFIRMED")
    event.add("sequence", int(ended))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    _time(event, clock.due_at)
    return event


def _time(event: Event, due_at: dt.datetime | None) -> None:
    """What is due at the end of a day stands on that day; the rest ends at its time."""
    if due_at is None:
        raise TypeError("a clock without a due time has no place in a calendar")
    local = timezone.localtime(due_at)
    if local.time().replace(second=0, microsecond=0) == END_OF_DAY:
        event.add("dtstart", local.date())
        event.add("dtend", local.date() + dt.timedelta(days=1))
        return
    event.add("dtstart", (due_at - dt.timedelta(minutes=30)).astimezone(dt.UTC))
    event.add("dtend", due_at.astimezone(dt.UTC))
