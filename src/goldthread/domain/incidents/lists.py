"""Lists of incidents: filters, search, keyset pages and capped counts.

The cost of a page does not grow with the table: pages go by the last row shown, counts stop at
a thousand, and a search looks at the newest matches only (stack measurements: an OFFSET of half
a million rows costs over a second, an exact count of a common word about one).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import waiting_for as clocks_waiting_for
from goldthread.domain.incidents.models import Incident, IncidentTheme
from goldthread.domain.incidents.queries import RECORD_TYPE, not_kept_from, visible_to
from goldthread.domain.incidents.search import newest_matches
from goldthread.domain.incidents.terms import HARM_ORDER, OPEN_STATUSES

PAGE = 50
COUNT_CAP = 1000
EXPORT_CAP = 50_000
OPEN = "open"
# What a row of the list is drawn from: half the columns of an incident are long texts.
SHOWN = (
    "reference",
    "event_type",
    "status",
    "closure",
    "narrative",
    "placed",
    "proposed_unit",
    "reported_at",
    "physical_harm",
    "psychological_harm",
    "unit__name",
)


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; empty means everything. Days are inclusive."""

    text: str = ""
    status: str = ""
    unit_path: str = ""
    category: int | None = None
    theme: int | None = None
    pathway: int | None = None
    event_type: str = ""
    tier: str = ""
    harm_at_least: str = ""
    closure: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    late_triage: bool = False
    unplaced: bool = False
    restricted: bool = False


def filtered(user: User, wanted: Filters) -> QuerySet[Incident]:
    """The incidents the person may open that meet every filter, newest report first."""
    found = visible_to(user)
    for condition in _conditions(wanted):
        found = found.filter(condition)
    if wanted.text.strip():
        found = newest_matches(found, wanted.text, scope_of(user).homes)
    return found.order_by("-reported_at", "-pk")


def _conditions(wanted: Filters) -> Iterator[Q]:
    if wanted.status:
        states = OPEN_STATUSES if wanted.status == OPEN else (wanted.status,)
        yield Q(status__in=states)
    if wanted.unit_path:
        yield Q(unit__path__startswith=wanted.unit_path)
    if wanted.theme is not None:
        yield Q(pk__in=IncidentTheme.objects.filter(theme=wanted.theme).values("incident"))
    if wanted.harm_at_least:
        bad = HARM_ORDER[HARM_ORDER.index(wanted.harm_at_least) :]
        yield Q(physical_harm__in=bad) | Q(psychological_harm__in=bad)
    if wanted.late_triage:
        late = Clock.objects.filter(
            kind="triage",
            subject_type=RECORD_TYPE,
            ended_at__isnull=True,
            due_at__lte=timezone.now(),
        )
        yield Q(pk__in=late.values("subject_id"))
    yield from _plain(wanted)


def _plain(wanted: Filters) -> Iterator[Q]:
    for name in ("event_type", "tier", "closure", "category", "pathway"):
        value = getattr(wanted, name)
        if value:
            yield Q(**{name: value})
    if wanted.since:
        yield Q(reported_at__gte=_start_of(wanted.since))
    if wanted.until:
        yield Q(reported_at__lt=_start_of(wanted.until + dt.timedelta(days=1)))
    if wanted.unplaced:
        yield Q(placed=False)
    if wanted.restricted:
        yield Q(restricted=True)


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True)
class Page:
    """One page of a list, with the places where the older and the newer page begin."""

    rows: list[Incident]
    older: str = ""
    newer: str = ""


def page_of(found: QuerySet[Incident], *, before: str = "", after: str = "") -> Page:
    """The page older than `before` or newer than `after`, each a place given by an earlier page.

    A place that cannot be read gives the first page.
    """
    rows = found.select_related("unit").only(*SHOWN)
    older, newer = _place(before), _place(after)
    if newer:
        at, pk = newer
        later = rows.filter(Q(reported_at__gt=at) | Q(reported_at=at, pk__gt=pk))
        shown = list(later.order_by("reported_at", "pk")[: PAGE + 1])
        more, shown = len(shown) > PAGE, shown[:PAGE][::-1]
        return Page(shown, _name(shown[-1]) if shown else "", _name(shown[0]) if more else "")
    if older:
        at, pk = older
        rows = rows.filter(Q(reported_at__lt=at) | Q(reported_at=at, pk__lt=pk))
    shown = list(rows[: PAGE + 1])
    more, shown = len(shown) > PAGE, shown[:PAGE]
    return Page(
        shown,
        _name(shown[-1]) if more else "",
        _name(shown[0]) if older and shown else "",
    )


def _name(row: Incident) -> str:
    return f"{row.reported_at.astimezone(dt.UTC):%Y%m%dT%H%M%S%f}-{row.pk}"


def _place(name: str) -> tuple[dt.datetime, int] | None:
    moment, _, pk = name.partition("-")
    try:
        at = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S%f").replace(tzinfo=dt.UTC)
        return at, int(pk)
    except ValueError:
        return None


def capped_count(found: QuerySet[Incident]) -> tuple[int, bool]:
    """How many there are, and whether there are more than could be counted cheaply."""
    count = found.order_by()[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def waiting_for(user: User) -> QuerySet[Clock]:
    """Everything waiting for the person, without what belongs to incidents kept from them."""
    return without_kept(user, clocks_waiting_for(user))


def without_kept(user: User, clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """The clocks without those of restricted incidents the person may not open.

    What waits for the person by name stays: they were asked.
    """
    kept = Incident.objects.filter(restricted=True).exclude(not_kept_from(scope_of(user)))
    return clocks.exclude(~Q(owner=user) & Q(thread__in=kept.values("pk")))


def by_thread(threads: set[int]) -> dict[int, Incident]:
    """The incidents of several golden threads, with their references and nothing more."""
    found = Incident.objects.filter(pk__in=threads).only("reference")
    return {incident.pk: incident for incident in found}
