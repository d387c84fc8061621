"""A draft to an account that the incidents operation takes: times, places, the person affected."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from goldthread.domain.incidents.imports import ImportedAccount
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import EventType, PersonKind, Potential, Precision
from goldthread.interchange.importing.committing.placing import Places
from goldthread.interchange.importing.terms import Draft

LONDON = ZoneInfo("Europe/London")
_PRECISIONS = {
    "time": Precision.EXACT,
    "day": Precision.DAY,
    "month": Precision.MONTH,
    "unknown": Precision.UNKNOWN,
}
_STAFF = re.compile(r"\b(staff|employee|colleague|worker)\b", re.IGNORECASE)
_OTHERS = re.compile(r"\b(visitor|public|contractor|relative|carer)\b", re.IGNORECASE)


def account_of(draft: Draft, places: Places, *, affecting: str = "") -> ImportedAccount:
    """The account of a draft.

    A single column of harm is read as physical harm, as the National Reporting and Learning System
    used it; psychological harm is then unsaid. Fatal has no place on the psychological scale.

    :param affecting: the file's own words for whom the event affected.
    """
    occurred_at = _moment(draft.occurred_on, draft.occurred_time)
    unit = places.unit(draft.team, draft.locality)
    category = places.category(draft.category, draft.subcategory)
    physical = draft.physical_harm or draft.harm
    psychological = "" if draft.psychological_harm == "fatal" else draft.psychological_harm
    wanted = " / ".join(filter(None, (draft.category, draft.subcategory)))
    return ImportedAccount(
        source_reference=draft.reference,
        narrative=draft.narrative,
        event_type=EventType(draft.event_type),
        location=draft.location[:200],
        occurred_at=occurred_at,
        occurred_precision=_PRECISIONS[draft.occurred_precision],
        discovered_at=_moment(draft.discovered_on, None),
        discovered_precision=Precision.DAY if draft.discovered_on else "",
        reported_at=_reported(draft, occurred_at),
        reporter_name=draft.reporter_name,
        reporter_relationship=draft.reporter_role[:80],
        unit=unit,
        proposed_unit="" if unit else (draft.team or draft.locality)[:200],
        category=category,
        proposed_category="" if category else wanted[:200],
        physical_harm=physical,
        psychological_harm=psychological,
        potential_harm=_potential(draft.potential_harm),
        person=_person(draft, physical, psychological, affecting),
        immediate_action=draft.immediate_actions,
        source_columns=_columns(draft),
        line=draft.line,
    )


def _moment(on: date | None, at: time | None) -> datetime | None:
    return datetime.combine(on, at or time(), LONDON) if on else None


def _reported(draft: Draft, occurred_at: datetime | None) -> datetime | None:
    """When it was reported; a bare day that is the day of the incident is not before it."""
    reported = _moment(draft.reported_on, draft.reported_time)
    if reported and occurred_at and not draft.reported_time and reported < occurred_at:
        return occurred_at if reported.date() == occurred_at.date() else reported
    return reported


def _potential(level: str) -> str:
    return Potential.SEVERE if level == "fatal" else level


def _person(
    draft: Draft, physical: str, psychological: str, affecting: str
) -> AffectedPerson | None:
    """Someone affected, when the row names one or says that someone was harmed."""
    harmed = {physical, psychological} - {"", "none"}
    if not (draft.person_name or draft.person_number or harmed):
        return None
    kind = PersonKind.PERSON_SERVED
    if _STAFF.search(affecting):
        kind = PersonKind.STAFF
    elif _OTHERS.search(affecting):
        kind = PersonKind.OTHER
    digits = re.sub(r"\D", "", draft.person_number)
    is_nhs = len(digits) == 10
    return AffectedPerson(
        kind=kind,
        name=draft.person_name,
        nhs_number=digits if is_nhs else "",
        record_number="" if is_nhs else draft.person_number,
        physical_harm=physical,
        psychological_harm=psychological,
    )


def _columns(draft: Draft) -> dict[str, str]:
    others = (
        {"Other categories": "; ".join(draft.other_categories)} if draft.other_categories else {}
    )
    return {**draft.kept, **others}
