"""Counts of two years by week, team and theme, for everything the nightly run looks at.

One short query a week, answered from the index of reports by date: however many incidents there
are, what is held is a table of small numbers. Restricted incidents are left out, so that no
signal gives one away; so are duplicates and incidents that no team has been found for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.domain.incidents.models import Incident, IncidentTheme, Theme
from goldthread.domain.incidents.terms import EventType, Status
from goldthread.domain.insight.signals.terms import HISTORY_WEEKS

Ints = npt.NDArray[np.integer[Any]]
Progress = Callable[[int, int], None]

EARLY = (EventType.NEAR_MISS, EventType.RISK)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True)
class Counts:
    """Counts by week, the oldest first; the last week is the last whole one before `until`.

    `reports` are (units, weeks), of every kind. `themed` are (units, themes, weeks), without good
    care; `early` are those of them that were a near miss or a concern.
    """

    organisation: Unit
    until: dt.date
    units: tuple[Unit, ...]
    themes: tuple[Theme, ...]
    reports: Ints = field(repr=False)
    themed: Ints = field(repr=False)
    early: Ints = field(repr=False)

    def since(self, weeks: int) -> dt.date:
        """The first day of the last so many weeks."""
        return self.until - weeks * WEEK + dt.timedelta(days=1)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day that is counted."""
        return self.since(self.reports.shape[1]), self.until


def last_sunday(on: dt.date) -> dt.date:
    """The last day of the last whole week that ended before `on`."""
    return on - dt.timedelta(days=on.weekday() + 1)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a day, in local time."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def countable(organisation_id: int, prefix: str = "") -> Q:
    """Incidents that signals count; `prefix` leads to the incident."""
    wanted = {"organisation": organisation_id, "restricted": False, "placed": True}
    known = Q(**{f"{prefix}{name}": value for name, value in wanted.items()})
    return known & ~Q(**{f"{prefix}status": Status.WITHDRAWN})


def reported_between(first: dt.date, last: dt.date, prefix: str = "") -> Q:
    """Reported from the first day to the last, both included."""
    name = f"{prefix}reported_at"
    return Q(**{f"{name}__gte": start_of(first), f"{name}__lt": start_of(last + WEEK / 7)})


def count_weeks(
    organisation: Unit,
    on: dt.date,
    *,
    weeks: int = HISTORY_WEEKS,
    progress: Progress | None = None,
) -> Counts:
    """Count the last so many whole weeks before the day `on`."""
    until = last_sunday(on)
    units = tuple(Unit.objects.filter(organisation=organisation, closed_on=None).order_by("pk"))
    themes = tuple(Theme.objects.filter(organisation=organisation, retired_on=None).order_by("pk"))
    reports = np.zeros((len(units), weeks), dtype=np.int64)
    themed = np.zeros((len(units), len(themes), weeks), dtype=np.int32)
    early = np.zeros_like(themed)
    rows = {unit.pk: place for place, unit in enumerate(units)}
    columns = {theme.pk: place for place, theme in enumerate(themes)}
    for week in range(weeks):
        last = until - (weeks - 1 - week) * WEEK
        first = last - WEEK + dt.timedelta(days=1)
        for unit, number in _reports(organisation.pk, first, last):
            if unit in rows:
                reports[rows[unit], week] = number
        for unit, theme, event, number in _themed(organisation.pk, first, last):
            if unit in rows and theme in columns:
                themed[rows[unit], columns[theme], week] += number
                if event in EARLY:
                    early[rows[unit], columns[theme], week] += number
        if progress:
            progress(week + 1, weeks)
    return Counts(organisation, until, units, themes, reports, themed, early)


def _reports(organisation_id: int, first: dt.date, last: dt.date) -> Any:
    found = Incident.objects.filter(countable(organisation_id), reported_between(first, last))
    return found.order_by().values_list("unit").annotate(number=Count("pk"))


def _themed(organisation_id: int, first: dt.date, last: dt.date) -> Any:
    found = links_between(organisation_id, first, last)
    columns = ("incident__unit", "theme", "incident__event_type")
    return found.order_by().values_list(*columns).annotate(number=Count("pk"))


def links_between(organisation_id: int, first: dt.date, last: dt.date) -> QuerySet[IncidentTheme]:
    """Themes of countable incidents reported between two days, good care left out."""
    return IncidentTheme.objects.filter(
        countable(organisation_id, "incident__"), reported_between(first, last, "incident__")
    ).exclude(incident__event_type=EventType.GOOD_CARE)
