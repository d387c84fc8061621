"""Meetings are planned by themselves, a slot nobody held shows as missed, and people are told."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.access import operations as access
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import waiting_for
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.models import Forum, Meeting
from goldthread.domain.governance.forums.terms import Standing, Status
from goldthread.notices.models import Notice
from goldthread.notices.reminders import sweep
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import forums as made
from tests.factories.provider import Provider

DAY = dt.timedelta(days=1)


@pytest.mark.capability(116)
def test_a_new_organisation_has_the_forums_that_ship(provider: Provider) -> None:
    forums = Forum.objects.filter(organisation=provider.organisation)
    assert {forum.code: forum.every for forum in forums} == {
        "safeguarding_huddle": "weekly",
        "incident_review": "monthly",
        "deep_dive": "quarterly",
        "restrictions_review": "monthly",
    }
    assert all(forum.purpose and forum.agenda for forum in forums)


@pytest.mark.capability(77)
def test_the_next_meeting_is_planned_by_itself_once(provider: Provider) -> None:
    forum = made.make_forum(provider)
    operations.plan(forum)
    operations.plan(forum)
    today = timezone.localdate()
    slots = list(forum.meetings.order_by("slot_on").values_list("slot_on", flat=True))
    assert slots == [today, today + 7 * DAY]


@pytest.mark.capability(77)
def test_a_slot_that_went_by_while_nothing_ran_is_planned_and_shows_as_missed(
    provider: Provider,
) -> None:
    forum = made.make_forum(provider, weeks_ago=3)
    assert queries.overview(provider.people["governance_lead"])[3].unplanned is not None
    operations.plan_everywhere()
    found = [meeting.standing() for meeting in forum.meetings.order_by("slot_on")]
    assert found[:3] == [Standing.MISSED] * 3
    row = next(
        one
        for one in queries.overview(provider.people["governance_lead"])
        if one.forum.pk == forum.pk
    )
    assert (row.missed, row.unplanned) == (3, None)


@pytest.mark.capability(77)
def test_a_missed_week_is_told_to_the_chair_and_to_governance(provider: Provider) -> None:
    meeting = made.planned(provider, weeks_ago=1)
    chair, governance = (provider.people[role] for role in ("safeguarding_lead", "governance_lead"))
    sweep()
    told = {notice.recipient for notice in Notice.objects.filter(kind="clock_breached")}
    assert told == {chair}
    ladder = {notice.recipient for notice in Notice.objects.filter(kind="clock_ladder")}
    assert governance in ladder
    mine = [clock for clock in waiting_for(chair) if clock.kind == "meeting_weekly"]
    assert meeting.pk in {clock.subject_id for clock in mine}
    assert mine[0].standing() == "breached"


@pytest.mark.parametrize(
    ("minutes", "standing"),
    [(-1, Standing.PLANNED), (0, Standing.TO_BE_HELD), (24 * 60 - 1, Standing.TO_BE_HELD),
     (24 * 60, Standing.MISSED)],
)  # fmt: skip
def test_how_a_meeting_stands_follows_from_the_time_alone(
    provider: Provider, minutes: int, standing: Standing
) -> None:
    meeting = made.planned(provider)
    assert meeting.standing(meeting.scheduled_at + dt.timedelta(minutes=minutes)) == standing


def test_a_chair_who_has_left_leaves_the_meeting_to_the_role(provider: Provider) -> None:
    forum = made.make_forum(provider)
    access.leave(provider.people["safeguarding_lead"], timezone.localdate() - DAY)
    forum = Forum.objects.get(pk=forum.pk)
    assert queries.chair_of(forum) is None
    operations.plan(forum)
    clock = Clock.objects.filter(kind="meeting_weekly").first()
    assert clock is not None
    assert (clock.owner, clock.owner_role) == (None, "safeguarding_lead")
    assert provider.people["safeguarding_lead"] not in queries.expected(forum)


@pytest.mark.rule("MEE-09", "allowed")
def test_a_meeting_that_was_not_held_says_why_and_asks_no_more(provider: Provider) -> None:
    meeting = made.planned(provider, weeks_ago=1)
    by = provider.people["safeguarding_lead"]
    meeting = operations.not_held(meeting, "Flooded. Cases were rung through one by one.", by=by)
    assert meeting.standing() == Standing.NOT_HELD
    clock = Clock.objects.get(kind="meeting_weekly", subject_id=meeting.pk)
    assert clock.standing() == "stopped"


@pytest.mark.rule("MEE-09", "refused")
def test_no_reason_no_answer(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        operations.not_held(made.planned(provider), "  ", by=provider.people["governance_lead"])
    assert refused.value.codes == ("MEE-09",)


@pytest.mark.rule("MEE-11", "allowed")
def test_a_meeting_moves_within_its_week_and_its_clock_with_it(provider: Provider) -> None:
    meeting = made.planned(provider)
    to = timezone.now() + 2 * DAY
    meeting = operations.move(meeting, to, "Bank holiday.", by=provider.people["team_manager"])
    assert (meeting.scheduled_at, meeting.slot_on) == (to, timezone.localdate())
    assert Clock.objects.get(subject_id=meeting.pk, kind="meeting_weekly").due_at == meeting.hold_by
    assert meeting.hold_by > to


@pytest.mark.rule("MEE-11", "refused")
@pytest.mark.parametrize(
    ("days", "because"), [(2, ""), (-1, "Earlier is better."), (8, "Everyone is away.")]
)
def test_a_meeting_does_not_move_without_reason_into_the_past_or_past_the_next(
    provider: Provider, days: int, because: str
) -> None:
    meeting = made.planned(provider)
    with pytest.raises(Refused) as refused:
        operations.move(meeting, timezone.now() + days * DAY, because,
                        by=provider.people["governance_lead"])  # fmt: skip
    assert refused.value.codes == ("MEE-11",)


@pytest.mark.rule("MEE-11", "boundary")
def test_the_day_before_the_next_meeting_is_the_last_it_can_move_to(provider: Provider) -> None:
    meeting, by = made.planned(provider), provider.people["governance_lead"]
    noon = dt.datetime.combine(meeting.slot_on, dt.time(12, 0), timezone.get_current_timezone())
    operations.move(meeting, noon + 6 * DAY, "Everyone is away.", by=by)
    with pytest.raises(Refused):
        operations.move(meeting, noon + 7 * DAY, "Everyone is away.", by=by)


def test_those_outside_the_forum_do_not_move_or_answer_for_it(provider: Provider) -> None:
    meeting = made.planned(provider)
    for role in ("supervisor", "executive", "administrator"):
        with pytest.raises(Refused) as refused:
            operations.not_held(meeting, "Not needed.", by=provider.people[role])
        assert refused.value.codes == (NOT_ALLOWED,)


def test_a_new_rhythm_moves_the_meeting_ahead_and_leaves_the_past(provider: Provider) -> None:
    meeting = made.planned(provider, weeks_ago=1)
    forum = Forum.objects.get(pk=meeting.forum_id)
    operations.begin(
        forum.meetings.get(slot_on=timezone.localdate()), by=provider.people["team_manager"]
    )
    tomorrow = timezone.localdate() + DAY
    terms = made.terms_of(provider, weekday=tomorrow.weekday(), time=dt.time(15, 0))
    operations.plan(forum)
    forum = operations.save_forum(provider.organisation, terms, forum=forum)
    ahead = forum.meetings.get(status=Status.SCHEDULED, hold_by__gt=timezone.now())
    assert (ahead.slot_on, timezone.localtime(ahead.scheduled_at).hour) == (tomorrow, 15)
    assert Meeting.objects.get(pk=meeting.pk).slot_on == meeting.slot_on


def test_a_closed_forum_plans_no_more(provider: Provider) -> None:
    forum = made.make_forum(provider)
    operations.plan(forum)
    operations.close_forum(forum, by=provider.people["administrator"])
    forum = Forum.objects.get(pk=forum.pk)
    before = forum.meetings.count()
    operations.plan(forum, at=timezone.now() + 30 * DAY)
    assert forum.meetings.count() == before


def test_a_meeting_answered_for_cannot_be_held_afterwards(provider: Provider) -> None:
    meeting, by = made.planned(provider), provider.people["safeguarding_lead"]
    operations.not_held(meeting, "Snow.", by=by)
    with pytest.raises(Refused) as refused:
        operations.begin(meeting, by=by)
    assert WRONG_STATE in refused.value.codes
