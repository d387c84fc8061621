"""Keeping the roll-ups: one month again, what changed since the last time, or everything."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.analytics.months import months_between
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.measures.counting import Key, Sum, count_month
from goldthread.domain.insight.measures.counting.escalation import moments_changed
from goldthread.domain.insight.measures.definitions import fingerprint
from goldthread.domain.insight.measures.models import Progress, Tally
from goldthread.domain.insight.measures.terms import month_of
from goldthread.trail.bulk import insert_like
from goldthread.trail.models import Entry

LOOK_UP = 500
BATCH = 1_000
STILL_MOVING = dt.timedelta(days=100)  # clocks pass their due times without anyone doing anything
JUST_DUE = dt.timedelta(hours=49)

Months = dict[int, set[dt.date]]  # by organisation


@transaction.atomic
def recount(organisation_id: int, month: dt.date, *, at: dt.datetime | None = None) -> int:
    """Count one month again and write down what differs; returns how many rows changed."""
    _hold()
    counted = count_month(organisation_id, month, at or timezone.now())
    kept = {
        Key(row.unit_id, row.dimension, row.value, row.measure): row
        for row in Tally.objects.filter(organisation_id=organisation_id, month=month)
    }
    gone = [row.pk for key, row in kept.items() if key not in counted]
    Tally.objects.filter(pk__in=gone).delete()
    new = [_new(key, found) for key, found in counted.items() if key not in kept]
    insert_like(Tally(organisation_id=organisation_id, month=month), new)
    changed = [row for key, row in kept.items() if key in counted and _take(row, counted[key])]
    Tally.objects.bulk_update(changed, ["count", "of", "spread"], batch_size=BATCH)
    return len(gone) + len(new) + len(changed)


def _hold() -> Progress:
    """The one row of progress, locked: two countings of the same month wait for each other."""
    Progress.objects.get_or_create(pk=1)
    return Progress.objects.select_for_update().get(pk=1)


def _new(key: Key, found: Sum) -> dict[str, object]:
    count, of, spread = found.kept()
    return {
        "unit_id": key.unit,
        "dimension": key.dimension,
        "value": key.value,
        "measure": key.measure,
        "count": count,
        "of": of,
        "spread": spread,
    }


def _take(row: Tally, found: Sum) -> bool:
    """Put the sum into the row; whether that changes it."""
    before = (row.count, row.of, row.spread)
    row.count, row.of, row.spread = found.kept()
    return before != (row.count, row.of, row.spread)


def rebuild(
    *, at: dt.datetime | None = None, progress: Callable[[int, int], None] | None = None
) -> int:
    """Count every month of every organisation again; returns how many months."""
    at = at or timezone.now()
    top = _top()
    work = [
        (organisation, month)
        for organisation, months in _every_month(at).items()
        for month in sorted(months)
    ]
    for done, (organisation, month) in enumerate(work, 1):
        recount(organisation, month, at=at)
        if progress:
            progress(done, len(work))
    Progress.objects.update_or_create(
        pk=1,
        defaults={
            "followed_to": top,
            "night_to": top,
            "settled_to": top,
            "definitions": fingerprint(),
            "counted_at": at,
        },
    )
    return len(work)


def _every_month(at: dt.datetime) -> Months:
    """Every month from the first report of each organisation until now, and those kept before."""
    found: Months = defaultdict(set)
    firsts = Incident.objects.values_list("organisation_id").annotate(first=Min("reported_at"))
    for organisation, first in firsts.order_by():
        found[organisation] = set(months_between(month_of(first), month_of(at)))
    kept = Tally.objects.order_by().values_list("organisation_id", "month").distinct()
    for kept_by, month in kept:
        found[kept_by].add(month)
    return found


def follow(*, at: dt.datetime | None = None) -> int:
    """Count again the months of every thread that the trail says changed; returns how many.

    The months in which something fell due just now are counted with them. Everything is counted
    where nothing was yet, or where a definition changed.
    """
    at, known, top = at or timezone.now(), _progress(), _top()
    if known.definitions != fingerprint():
        return rebuild(at=at)
    months = changed_months(known.followed_to, top)
    _add_everywhere(months, {month_of(at), month_of(at - JUST_DUE)})
    _recount_all(months, at)
    Progress.objects.filter(pk=1).update(followed_to=top, counted_at=at)
    return sum(map(len, months.values()))


def settle(*, at: dt.datetime | None = None) -> int:
    """The nightly look at what may have been missed; returns how many months were counted.

    A transaction may commit an entry with a number lower than one already followed, and time
    alone makes clocks late: so entries since the night before last are looked at again, and so
    are the months in which clocks may still run.
    """
    at, known, top = at or timezone.now(), _progress(), _top()
    if known.definitions != fingerprint():
        return rebuild(at=at)
    months = changed_months(known.settled_to, top)
    _add_everywhere(months, set(months_between(month_of(at - STILL_MOVING), month_of(at))))
    _recount_all(months, at)
    Progress.objects.filter(pk=1).update(
        followed_to=top, night_to=top, settled_to=known.night_to, counted_at=at
    )
    return sum(map(len, months.values()))


def _progress() -> Progress:
    return Progress.objects.get_or_create(pk=1)[0]


def _top() -> int:
    return int(Entry.objects.aggregate(top=Max("pk"))["top"] or 0)


def _recount_all(months: Months, at: dt.datetime) -> None:
    for organisation, which in months.items():
        for month in sorted(which):
            recount(organisation, month, at=at)


def _add_everywhere(months: Months, which: set[dt.date]) -> None:
    for pk in Unit.objects.filter(parent__isnull=True).values_list("pk", flat=True):
        months[pk] |= which


def changed_months(after: int, to: int) -> Months:
    """The months in which any thread with an entry numbered in (after, to] may be counted.

    These are the month of its report and every month in which anything happened in it: an action
    reopened is counted out of the month in which it had been complete.
    """
    fresh = Entry.objects.filter(pk__gt=after, pk__lte=to, thread__isnull=False)
    threads = sorted({thread for thread in fresh.values_list("thread", flat=True) if thread})
    months: Months = defaultdict(set)
    for start in range(0, len(threads), LOOK_UP):
        _months_of(threads[start : start + LOOK_UP], months)
    _add(months, moments_changed(after, to))
    return months


def _months_of(threads: list[int], months: Months) -> None:
    happened = Entry.objects.filter(thread__in=threads, organisation_id__isnull=False)
    reported = Incident.objects.filter(pk__in=threads)
    _add(months, reported.values_list("organisation_id", "reported_at"))
    _add(months, happened.values_list("organisation_id", "at"))


def _add(months: Months, rows: Iterable[tuple[int | None, dt.datetime]]) -> None:
    for organisation, moment in rows:
        if organisation is not None:
            months[organisation].add(month_of(moment))
