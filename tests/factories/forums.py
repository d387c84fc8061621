"""Forums and meetings for tests, brought to where they stand by the product's own operations."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.models import AgendaItem, Forum, Meeting
from goldthread.domain.governance.forums.operations import Said, Terms
from goldthread.domain.governance.forums.terms import Attending, Checked, Outcome
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.registers.safeguarding.models import SafeguardingCase
from goldthread.domain.registers.safeguarding.queries import of_incident
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider

CONCERN = "Money taken by a neighbour."
HELD_BACK = "The council has not answered. Ask again on Thursday."


def safeguarding_case(
    provider: Provider, incident: Incident | None = None, *, at: dt.datetime | None = None
) -> SafeguardingCase:
    """An active case, opened by a yes at triage."""
    incident = incident or make_incident(provider, at=at)
    answers = dict(decision_for(provider, incident).answers)
    answers[TriageQuestion.SAFEGUARDING] = replace(
        answers[TriageQuestion.SAFEGUARDING], yes=True, reason=CONCERN
    )
    triaged(provider, incident, at=at, answers=answers)
    case = of_incident(Incident.objects.get(pk=incident.pk))
    assert case is not None
    return case


def terms_of(provider: Provider, **changes: Any) -> Terms:
    """A huddle that meets every week on today's weekday, from midnight on, chaired by the lead."""
    values: dict[str, Any] = {
        "name": "Weekly safeguarding huddle",
        "purpose": "Every active case, every week.",
        "chair_role": "safeguarding_lead",
        "quorum": 2,
        "every": "weekly",
        "weekday": timezone.localdate().weekday(),
        "time": dt.time(0, 0),
        "agenda": ("carried_over", "safeguarding_cases", "earlier_actions"),
        "chair": provider.people["safeguarding_lead"],
        "members": (provider.people["team_manager"], provider.people["governance_lead"]),
    }
    return Terms(**(values | changes))


def make_forum(provider: Provider, *, weeks_ago: int = 0, **changes: Any) -> Forum:
    """The shipped huddle with people, meeting for the first time today, or some weeks ago."""
    forum = Forum.objects.get(organisation=provider.organisation, code="safeguarding_huddle")
    begins_on = timezone.localdate() - dt.timedelta(weeks=weeks_ago)
    terms = terms_of(provider, **changes)
    return operations.save_forum(provider.organisation, terms, forum=forum, begins_on=begins_on)


def planned(provider: Provider, *, weeks_ago: int = 0, **changes: Any) -> Meeting:
    """The forum's first meeting: today's, or the one of some weeks ago."""
    forum = make_forum(provider, weeks_ago=weeks_ago, **changes)
    operations.plan(forum)
    first = forum.meetings.order_by("slot_on").first()
    assert first is not None
    return first


def begun(provider: Provider, **changes: Any) -> Meeting:
    """Today's meeting under way, begun by its chair."""
    lead = provider.people["safeguarding_lead"]
    return operations.begin(planned(provider, **changes), by=lead)


def marked(meeting: Meeting, by: User) -> Meeting:
    """Everyone who is expected is present."""
    people = dict.fromkeys(queries.expected(meeting.forum), str(Attending.PRESENT))
    return operations.mark(meeting, people, by=by)


def decided(item: AgendaItem, by: User, **changes: Any) -> AgendaItem:
    """An item with everything answered: each action done, and noted."""
    checks = {check.pk: (str(Checked.DONE), "") for check in item.checks.all()}
    return operations.record(item, Said(**({"outcome": Outcome.NOTED, "checks": checks} | changes)),
                             by=by)  # fmt: skip


def held(provider: Provider, **changes: Any) -> Meeting:
    """Today's meeting, held."""
    by, meeting = provider.people["safeguarding_lead"], begun(provider, **changes)
    marked(meeting, by)
    for item in queries.of_meeting(meeting, by).items:
        decided(item, by)
    return operations.end(meeting, by=by)


def approved(provider: Provider, **changes: Any) -> Meeting:
    """Today's meeting with its minutes approved."""
    return operations.approve(held(provider, **changes), by=provider.people["safeguarding_lead"])
