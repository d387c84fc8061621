"""What a row of a foreign file says, before it is an incident: plain values that rules can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from goldthread.access.models import Unit
from goldthread.domain.incidents.models import Category
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.incidents.terms import EventType, Precision

CLOSED_BEFORE = "Closed in the previous system"


@dataclass(frozen=True)
class ImportedAccount:
    """One incident of another system. Times are aware datetimes.

    Without a `unit` it waits under the organisation, unplaced, with the name the file gave.
    `source_columns` are the values of the row that nothing else here carries, by heading.
    """

    source_reference: str
    narrative: str
    event_type: str = EventType.INCIDENT
    location: str = ""
    occurred_at: dt.datetime | None = None
    occurred_precision: str = Precision.UNKNOWN
    discovered_at: dt.datetime | None = None
    discovered_precision: str = ""
    reported_at: dt.datetime | None = None
    reporter_name: str = ""
    reporter_relationship: str = ""
    unit: Unit | None = None
    proposed_unit: str = ""
    category: Category | None = None
    proposed_category: str = ""
    physical_harm: str = ""
    psychological_harm: str = ""
    potential_harm: str = ""
    person: AffectedPerson | None = None
    immediate_action: str = ""
    source_columns: Mapping[str, str] = field(default_factory=dict)
    line: int = 0
