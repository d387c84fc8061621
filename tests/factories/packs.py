"""Packs for tests, brought to where they stand by the product's own operations."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from goldthread.domain.governance.forums import operations as forums
from goldthread.domain.governance.forums.models import Forum, Meeting
from goldthread.domain.governance.forums.queries.items import of_meeting
from goldthread.domain.governance.forums.terms import Outcome
from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.operations import Period
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.measures.operations import rebuild
from tests.factories.forums import decided, marked, terms_of
from tests.factories.provider import Provider

SINCE, UNTIL = dt.date(2026, 10, 1), dt.date(2026, 10, 31)


def moment(day: dt.date, hour: int = 10) -> dt.datetime:
    """A local hour of a day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


IN_OCTOBER = moment(dt.date(2026, 10, 14))
MEETING_DAY = moment(dt.date(2026, 11, 5))


def monthly(provider: Provider, *, at: dt.datetime = MEETING_DAY, **changes: Any) -> Pack:
    """A draft of the monthly pack of October 2026 for the whole organisation."""
    rebuild(at=at)
    values: dict[str, Any] = {
        "unit": provider.organisation,
        "period": Period(SINCE, UNTIL),
        "by": provider.people["governance_lead"],
        **changes,
    }
    unit, period = values.pop("unit"), values.pop("period")
    return packs.draft(values.pop("kind", "monthly"), unit, period, at=at, **values)


QUARTER = Period(dt.date(2026, 7, 1), dt.date(2026, 9, 30))
YEAR = Period(dt.date(2025, 10, 1), dt.date(2026, 9, 30))


def outside(provider: Provider, kind: str, *, at: dt.datetime = MEETING_DAY, **more: Any) -> Pack:
    """A draft for readers outside: the third quarter of 2026, or the year to its end."""
    period = QUARTER if kind == "commissioner" else YEAR
    return monthly(provider, kind=kind, period=period, at=at, **more)


def of_incident(
    provider: Provider, incident: Incident, *, at: dt.datetime = MEETING_DAY, **changes: Any
) -> Pack:
    """A draft of the pack of one incident."""
    since = timezone.localdate(incident.reported_at)
    period = Period(since, max(timezone.localdate(at), since))
    by = changes.pop("by", provider.people["governance_lead"])
    return packs.draft("incident", incident.unit, period, incident=incident, by=by, at=at)


def frozen(provider: Provider, *, at: dt.datetime = MEETING_DAY, **changes: Any) -> Pack:
    """A monthly pack that is frozen on the day it was drafted."""
    pack = monthly(provider, at=at, **changes)
    return packs.freeze(pack, by=provider.people["governance_lead"], at=at)


def sentences(pack: Pack, section: str = "") -> str:
    """Every claim of a draft, or of one section of it, one a line."""
    return "\n".join(
        claim["sentence"]
        for one in pack.content
        for claim in one["claims"]
        if section in ("", one["code"])
    )


def review_meeting(provider: Provider) -> Meeting:
    """Today's monthly incident review, held, with one item of its own decided."""
    lead = provider.people["governance_lead"]
    forum = Forum.objects.get(organisation=provider.organisation, code="incident_review")
    terms = terms_of(
        provider,
        name=forum.name,
        chair=lead,
        chair_role="governance_lead",
        agenda=("carried_over",),
    )
    forums.save_forum(provider.organisation, terms, forum=forum, begins_on=timezone.localdate())
    forums.plan(forum)
    meeting = forum.meetings.order_by("slot_on").first()
    assert meeting is not None
    forums.begin(meeting, by=lead)
    forums.add_item(meeting, "The duty board", by=lead)
    marked(meeting, lead)
    for item in of_meeting(meeting, lead).items:
        decided(item, lead, outcome=Outcome.DECIDED, decision="It stays on the board.")
    return forums.end(meeting, by=lead)
