"""What is counted, and what each thing counted is about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from goldthread.domain.incidents.models import Incident, IncidentTheme
from goldthread.domain.incidents.terms import HARM_ORDER, Status
from goldthread.domain.insight.measures.terms import Dimension, next_month, start_of

COLUMNS = ("pk", "unit_id", "restricted", "event_type", "pathway_id")
HARMS = ("physical_harm", "psychological_harm")
LOOK_UP = 500


@dataclass(frozen=True)
class Month:
    """A month of an organisation, counted as the records stand `at` a moment."""

    organisation_id: int
    first: dt.date
    at: dt.datetime

    def within(self, moment: str) -> Q:
        """The filter of records whose `moment` lies in the month."""
        begins, ends = start_of(self.first), start_of(next_month(self.first))
        return Q(**{f"{moment}__gte": begins, f"{moment}__lt": ends})

    def incidents(self) -> QuerySet[Incident]:
        """What was reported in the month, withdrawn duplicates left out."""
        return Incident.objects.filter(
            self.within("reported_at"), organisation_id=self.organisation_id
        ).exclude(status=Status.WITHDRAWN)


@dataclass(frozen=True)
class About:
    """The unit a fact counts at, and the values of the dimensions it counts for."""

    unit: int
    values: tuple[tuple[str, str], ...]


def at_unit(unit: int) -> About:
    """What a register counts at a unit: no incident, and so no dimension, belongs to it."""
    return About(unit, ((Dimension.ALL.value, ""),))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing counted. `place` is its length in hours or, for a count, its day."""

    about: About
    measure: str
    counts: bool = True
    place: int | None = None


def abouts(rows: Iterable[tuple[object, ...]], organisation_id: int) -> dict[int, About]:
    """What each incident is about, from rows of COLUMNS and then HARMS."""
    listed = list(rows)
    themes = _themes([int(str(row[0])) for row in listed])
    return {int(str(row[0])): _about(row, themes, organisation_id) for row in listed}


def _about(row: tuple[object, ...], themes: dict[int, list[int]], organisation_id: int) -> About:
    pk, unit, restricted, event_type, pathway, physical, mind = row
    everything = (Dimension.ALL.value, "")
    if restricted:
        return About(organisation_id, (everything,))
    values = [everything, (Dimension.EVENT_TYPE.value, str(event_type))]
    values.append((Dimension.HARM.value, worst(str(physical), str(mind))))
    if pathway is not None:
        values.append((Dimension.PATHWAY.value, str(pathway)))
    values += [(Dimension.THEME.value, str(one)) for one in themes.get(int(str(pk)), [])]
    return About(int(str(unit)), tuple(values))


def worst(physical: str, mind: str) -> str:
    """The worse of the two scales, neither turned into the other; empty where neither is known."""
    return max(physical, mind, key=HARM_ORDER.index)


def _themes(incidents: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for start in range(0, len(incidents), LOOK_UP):
        links = IncidentTheme.objects.filter(incident__in=incidents[start : start + LOOK_UP])
        for incident, theme in links.values_list("incident_id", "theme_id"):
            found[incident].append(theme)
    return found


def about_incidents(incidents: Iterable[int], organisation_id: int) -> dict[int, About]:
    """What each of these incidents is about; withdrawn ones are left out."""
    wanted = sorted(set(incidents))
    found: dict[int, About] = {}
    for start in range(0, len(wanted), LOOK_UP):
        rows = Incident.objects.filter(
            pk__in=wanted[start : start + LOOK_UP], organisation_id=organisation_id
        ).exclude(status=Status.WITHDRAWN)
        found |= abouts(rows.values_list(*COLUMNS, *HARMS), organisation_id)
    return found
