"""The agendas of the monthly review and the quarterly deep dive are built from live data."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.agenda import Line
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.insight.measures.operations import rebuild
from tests.factories import signals as made_signals
from tests.factories.actions import make_agreed, make_complete
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.restrictions import in_force

DAY = dt.timedelta(days=1)


def agenda(provider: Provider, code: str, role: str = "governance_lead") -> dict[str, list[Line]]:
    """The lines of a forum's next meeting by section, as the role sees them now."""
    forum = Forum.objects.get(organisation=provider.organisation, code=code)
    operations.plan(forum)
    meeting = forum.meetings.order_by("-slot_on").first()
    assert meeting is not None
    sections = queries.live(meeting, provider.people[role])
    return {section.source.code: section.lines for section in sections}


@pytest.mark.capability(111)
def test_the_monthly_review_holds_new_serious_incidents(provider: Provider) -> None:
    harmed = AffectedPerson(physical_harm="severe", psychological_harm="low")
    serious = make_incident(provider, people=(harmed,))
    make_incident(provider)
    make_incident(provider, at=timezone.now() - 60 * DAY, people=(harmed,))
    lines = agenda(provider, "incident_review")["serious_incidents"]
    assert [line.incident_id for line in lines] == [serious.pk]
    assert ("Harm", "Severe physical harm. Low psychological harm") in lines[0].facts


@pytest.mark.capability(113)
def test_the_monthly_review_follows_actions_until_they_are_verified(provider: Provider) -> None:
    then = timezone.now() - 40 * DAY
    overdue = make_agreed(provider, at=then, title="Named cover for every visit")
    unproved = make_complete(provider, title="The board at the duty desk")
    make_agreed(provider, title="One that is not due")
    found = agenda(provider, "incident_review")
    assert [line.subject for line in found["overdue_actions"]] == [("actions.action", overdue.pk)]
    assert found["overdue_actions"][0].actions == (overdue,)
    rows = found["unverified_actions"]
    assert [line.subject for line in rows] == [("actions.action", unproved.pk)]


@pytest.mark.capability(111)
def test_the_monthly_review_analyses_themes_beside_the_month_before(provider: Provider) -> None:
    this = timezone.localtime().replace(day=10, hour=12)
    for months, many in ((1, 3), (2, 1)):
        for _ in range(many):
            made_signals.themed(provider, at=this - relativedelta(months=months))
    rebuild()
    line = agenda(provider, "incident_review")["themes"][0]
    assert line.title == "Weak interface handovers"
    assert dict(line.facts)["Reports in the last whole month"] == "3"
    assert dict(line.facts)["In the month before"] == "1"
    assert agenda(provider, "incident_review", "reviewer")["themes"] == []


@pytest.mark.capability(111)
def test_signals_stand_on_the_monthly_review_and_repeats_on_the_deep_dive(
    provider: Provider,
) -> None:
    signal = made_signals.repeat(provider)
    for code, section in (("incident_review", "signals"), ("deep_dive", "repeat_patterns")):
        lines = agenda(provider, code)[section]
        assert [line.subject for line in lines] == [("signals.signal", signal.pk)]
        assert signal.explanation in dict(lines[0].facts)["What it says"]
    assert agenda(provider, "incident_review", "team_manager")["signals"] == []


@pytest.mark.capability(93)
def test_the_restrictions_review_goes_through_what_is_due_with_the_overdue_first(
    provider: Provider,
) -> None:
    new = in_force(provider, review_on=timezone.localdate())
    late = in_force(provider, at=timezone.now() - 42 * DAY)
    lines = agenda(provider, "restrictions_review")["restrictions_due"]
    assert [line.subject for line in lines] == [
        ("restrictions.restriction", one.pk) for one in (late, new)
    ]
    assert any(words.endswith(", overdue") for name, words in lines[0].facts)
    assert agenda(provider, "restrictions_review", "administrator") == {} or not agenda(
        provider, "restrictions_review", "administrator"
    ).get("restrictions_due")
