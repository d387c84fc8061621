"""What a report says, before it is an incident: plain values that rules can read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Category, Tag, Theme
from goldthread.domain.incidents.terms import EventType, PersonKind, Precision, Route
from goldthread.evidence.storing import Kept


@dataclass(frozen=True)
class AffectedPerson:
    """Someone affected, with harm on each LFPSE scale separately; empty means not said."""

    kind: str = PersonKind.PERSON_SERVED
    name: str = ""
    record_number: str = ""
    nhs_number: str = ""
    age_bracket: str = ""
    physical_harm: str = ""
    psychological_harm: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the sequence of what happened."""

    what: str
    happened_at: dt.datetime | None = None
    precision: str = Precision.EXACT


@dataclass(frozen=True)
class DoneAtOnce:
    """An immediate action: what, by whom, when."""

    what: str
    done_by: str = ""
    done_at: dt.datetime | None = None


@dataclass(frozen=True)
class Report:
    """A first account by any route. Times are aware datetimes.

    `idempotency_key` makes a double tap, a retry or an offline queue send one report only.
    `reporter` is None for anonymous reports and for people and families. `proposed_unit` is the
    team in the reporter's own words where `unit` is only the organisation: the report then waits
    for someone to place it. `files` are already kept on the disk.
    """

    unit: Unit
    event_type: str
    narrative: str
    route: str = Route.SIGNED_IN
    reporter: User | None = None
    reporter_name: str = ""
    reporter_contact: str = ""
    reporter_relationship: str = ""
    occurred_at: dt.datetime | None = None
    occurred_precision: str = Precision.EXACT
    discovered_at: dt.datetime | None = None
    discovered_precision: str = ""
    location: str = ""
    unsafe_now: bool = False
    unsafe_what: str = ""
    potential_harm: str = ""
    suggested_category: Category | None = None
    themes: tuple[Theme, ...] = ()
    pathway: Tag | None = None
    service_model: Tag | None = None
    people: tuple[AffectedPerson, ...] = ()
    sequence: tuple[Step, ...] = ()
    immediate_actions: tuple[DoneAtOnce, ...] = ()
    proposed_unit: str = ""
    files: tuple[Kept, ...] = ()
    idempotency_key: str | None = None

    @property
    def is_placed(self) -> bool:
        """Whether a team is known: the organisation itself is not one, unless it has no others."""
        return bool(self.unit.parent_id) or not self.unit.children.exists()

    @property
    def is_good_care(self) -> bool:
        return self.event_type == EventType.GOOD_CARE
