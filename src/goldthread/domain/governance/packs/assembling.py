"""Making the sections of a pack from live records, in the order of its definition."""

from __future__ import annotations

from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Section
from goldthread.domain.governance.packs.forums_read import FORUMS
from goldthread.domain.governance.packs.registry import SECTIONS
from goldthread.domain.insight.measures.wording import period


def assembled(asked: Asked, meeting: Meeting | None = None) -> list[Section]:
    """Every section, also those with nothing to show: they say so."""
    return [SECTIONS[code](asked, meeting) for code in asked.definition.sections]


def meeting_for(asked: Asked) -> Meeting | None:
    """The meeting at which the pack is read: the first of its forum after its days."""
    code = FORUMS.get(asked.definition.code)
    if code is None:
        return None
    found = Meeting.objects.filter(
        organisation=asked.organisation_id, forum__code=code, slot_on__gt=asked.until
    )
    return found.select_related("forum").order_by("slot_on", "pk").first()


def title_of(asked: Asked) -> str:
    """For example `Monthly incident review, October 2026: Northern Vale`."""
    label = asked.definition.label
    if asked.incident is not None:
        return f"{label}: {asked.incident.reference}"
    about = f"{asked.theme.name}, " if asked.theme is not None else ""
    return f"{label}, {about}{period(asked.months)}: {asked.unit.name}"[:200]
