"""Who may read which entries of the trail, and how much of each.

Reading that something happened and reading what was written are two things. Whoever holds
`trail.view` reads who did what and when, where they hold it. The body of an entry can hold a
narrative: it is for those who may open the incident. Of a restricted incident that the reader may
not open nothing is shown but that it was opened and by whom, without its reference: that is what a
data-protection officer follows up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import people_of
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import not_kept_from, visible_to, within
from goldthread.trail.models import Entry
from goldthread.trail.operations import actor_code

PAGE = 50
OPENINGS = ("incident.opened", "incident.opened_in_emergency")
# What was changed of these is a setting, never part of an account.
OF_SETTINGS = ("access.", "settings.", "clocks.")


@dataclass(frozen=True)
class Wanted:
    """The filters of the trail. `kind` is the beginning of a kind: `incident.`."""

    person: str = ""
    reference: str = ""
    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class Shown:
    """One page of entries, newest first, with where the pages beside it begin."""

    entries: list[Entry]
    older: str
    newer: str


def incidents_of_trail(user: User) -> QuerySet[Incident]:
    """Incidents whose trail the person may read by itself: never those they are kept from."""
    return Incident.objects.filter(within(Permission.TRAIL_VIEW)(scope_of(user)))


def readable(user: User) -> QuerySet[Entry]:
    """The entries the person may read, in no order."""
    scope = scope_of(user)
    units = scope.units(Permission.TRAIL_VIEW)
    organisations = scope.whole_organisations(Permission.TRAIL_VIEW)
    here = Incident.objects.filter(unit__in=units).exclude(organisation__in=organisations)
    kept = Incident.objects.filter(restricted=True).exclude(not_kept_from(scope))
    entries = Entry.objects.filter(
        Q(organisation_id__in=organisations) | Q(thread__in=here.values("pk"))
    )
    free = Q(thread__isnull=True) | ~Q(thread__in=kept.values("pk"))
    return entries.filter(free | Q(kind__in=OPENINGS))


def narrowed(user: User, entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    """Only the entries the filters ask for; a reference finds only what may be found by it."""
    if wanted.person:
        entries = entries.filter(actor__in=_actors(user, wanted.person))
    if wanted.reference:
        found = incidents_of_trail(user).filter(reference__iexact=wanted.reference.strip())
        entries = entries.filter(thread__in=found.values("pk"))
    if wanted.kind:
        entries = entries.filter(kind__startswith=wanted.kind)
    if wanted.since:
        entries = entries.filter(at__gte=_at(wanted.since, dt.time.min))
    if wanted.until:
        entries = entries.filter(at__lte=_at(wanted.until, dt.time.max))
    return entries


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment in local time: compared as it is stored, without a function on each row."""
    return timezone.make_aware(dt.datetime.combine(day, time))


def _actors(user: User, text: str) -> list[str]:
    found: list[str] = []
    for organisation_id in {user.organisation_id, *scope_of(user).homes}:
        if organisation_id is not None:
            found += [actor_code(one) for one in people_of(organisation_id, text.strip())[:200]]
    return found


def page_of(entries: QuerySet[Entry], *, before: str = "", after: str = "") -> Shown:
    """Fifty entries in the order they were written, from a place on."""
    if after.isdecimal():
        rows = list(entries.filter(pk__gt=int(after)).order_by("pk")[: PAGE + 1])
        more, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        return Shown(rows, str(rows[-1].pk) if rows else "", str(rows[0].pk) if more else "")
    if before.isdecimal():
        entries = entries.filter(pk__lt=int(before))
    rows = list(entries.order_by("-pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    newer = str(rows[0].pk) if rows and before.isdecimal() else ""
    return Shown(rows, str(rows[-1].pk) if more else "", newer)


def references_of(user: User, threads: Iterable[int]) -> dict[int, str]:
    """The references of incidents whose trail the person may read, by number."""
    rows = incidents_of_trail(user).filter(pk__in=set(threads))
    return dict(rows.values_list("pk", "reference"))


def openable(user: User, threads: Iterable[int]) -> set[int]:
    """Of these incidents those whose account the person may read."""
    return set(visible_to(user).filter(pk__in=set(threads)).values_list("pk", flat=True))


def body_may_be_read(entry: Entry, open_threads: set[int]) -> bool:
    """Whether the written part of the entry may be shown to who may open these incidents."""
    if entry.thread is None:
        return entry.kind.startswith(OF_SETTINGS)
    return entry.thread in open_threads
