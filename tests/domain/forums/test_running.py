"""A huddle is held once: every active case, each action confirmed, decisions that become actions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import for_source
from goldthread.domain.governance.forums import operations, queries
from goldthread.domain.governance.forums.models import Forum, Meeting
from goldthread.domain.governance.forums.operations import NewAction, Said
from goldthread.domain.governance.forums.terms import Attending, Checked, Outcome, Status
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.safeguarding import operations as safeguarding
from goldthread.domain.registers.safeguarding.models import SafeguardingAction
from goldthread.domain.registers.safeguarding.terms import ActionStatus
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, Refused
from tests.factories import forums as made
from tests.factories.actions import make_agreed
from tests.factories.provider import Provider, make_provider
from tests.factories.safeguarding import action_in

DAY = dt.timedelta(days=1)


@pytest.fixture
def case_with_action(provider: Provider) -> Action:
    case = made.safeguarding_case(provider)
    return make_agreed(provider, Incident.objects.get(pk=case.incident_id))


@pytest.mark.capability(77)
@pytest.mark.rule("MEE-01", "allowed")
@pytest.mark.rule("MEE-02", "allowed")
def test_the_agenda_holds_every_active_case_with_its_open_actions(
    provider: Provider, case_with_action: Action
) -> None:
    other = made.safeguarding_case(provider)
    closed = made.safeguarding_case(provider)
    lead = provider.people["safeguarding_lead"]
    safeguarding.refer(closed, "Council", "By telephone", by=lead)
    safeguarding.decide(closed, "Not met.", threshold_met=False, by=lead)
    safeguarding.record_wishes(closed, "To be left in peace.", by=lead)
    safeguarding.close(closed, "met", "The person is content.", by=lead)
    items = queries.of_meeting(made.begun(provider), lead).items
    assert [item.incident_id for item in items] == [case_with_action.incident_id, other.incident_id]
    facts = dict(items[0].facts)
    assert facts["Concern"] == made.CONCERN
    assert facts["Lead agency"] == "Not known yet"
    assert "Safeguarding lead" in facts["Waiting for"]
    assert [check.action for check in items[0].checks.all()] == [case_with_action]


@pytest.mark.capability(77)
def test_what_was_shown_stays_as_it_was(provider: Provider) -> None:
    case, lead = made.safeguarding_case(provider), provider.people["safeguarding_lead"]
    meeting = made.begun(provider)
    safeguarding.refer(case, "Council", "By telephone", by=lead)
    item = queries.of_meeting(meeting, lead).items[0]
    assert item.title.endswith("Alder Team: concern")


@pytest.mark.capability(77)
def test_two_people_who_begin_at_once_are_in_one_meeting(provider: Provider) -> None:
    made.safeguarding_case(provider)
    meeting = made.planned(provider)
    first = operations.begin(meeting, by=provider.people["safeguarding_lead"])
    second = operations.begin(meeting, by=provider.people["team_manager"])
    assert (second.pk, second.started_by) == (first.pk, provider.people["safeguarding_lead"])
    assert second.items.count() == 1


def test_another_meeting_of_the_forum_waits_until_this_one_has_ended(provider: Provider) -> None:
    earlier, by = made.planned(provider, weeks_ago=1), provider.people["safeguarding_lead"]
    operations.begin(earlier, by=by, late_because="Snow.")
    with pytest.raises(Refused) as refused:
        operations.begin(Meeting.objects.get(slot_on=timezone.localdate()), by=by)
    assert refused.value.codes == ("MEE-17",)


@pytest.mark.rule("MEE-01", "refused")
def test_a_meeting_is_not_begun_before_its_day(provider: Provider) -> None:
    meeting = made.planned(provider)
    with pytest.raises(Refused) as refused:
        operations.begin(meeting, by=provider.people["safeguarding_lead"], at=timezone.now() - DAY)
    assert refused.value.codes == ("MEE-01",)


@pytest.mark.rule("MEE-01", "boundary")
def test_it_may_begin_at_the_first_minute_of_its_day(provider: Provider) -> None:
    meeting = made.planned(provider, time=dt.time(23, 59))
    midnight = timezone.localtime(meeting.scheduled_at).replace(hour=0, minute=0)
    by = provider.people["safeguarding_lead"]
    assert operations.begin(meeting, by=by, at=midnight).status == Status.UNDER_WAY


@pytest.mark.rule("MEE-02", "refused")
def test_a_late_meeting_says_why(provider: Provider) -> None:
    meeting, by = made.planned(provider, weeks_ago=1), provider.people["safeguarding_lead"]
    with pytest.raises(Refused) as refused:
        operations.begin(meeting, by=by)
    assert refused.value.codes == ("MEE-02",)
    meeting = operations.begin(meeting, by=by, late_because="The chair was ill.")
    assert (meeting.was_late, meeting.late_because) == (True, "The chair was ill.")


@pytest.mark.rule("MEE-02", "boundary")
def test_up_to_the_end_of_its_slot_it_is_not_late(provider: Provider) -> None:
    meeting, by = made.planned(provider), provider.people["safeguarding_lead"]
    begun = operations.begin(meeting, by=by, at=meeting.hold_by - dt.timedelta(seconds=1))
    assert not begun.was_late


@pytest.mark.capability(78)
@pytest.mark.rule("MEE-06", "allowed")
@pytest.mark.rule("MEE-07", "allowed")
def test_each_action_is_confirmed_done_or_not_with_a_note(
    provider: Provider, case_with_action: Action
) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = queries.of_meeting(meeting, by).items[0]
    check = item.checks.get()
    said = Said(Outcome.DECIDED, "Ask the council today.",
                {check.pk: (Checked.NOT_DONE, made.HELD_BACK)})  # fmt: skip
    operations.record(item, said, by=by)
    check.refresh_from_db()
    assert (check.checked, check.note, check.checked_by) == ("not_done", made.HELD_BACK, by)
    assert Action.objects.get(pk=case_with_action.pk).status == "agreed"
    entry = Entry.objects.get(kind="meeting.record")
    assert entry.thread == case_with_action.incident_id


@pytest.mark.rule("MEE-06", "refused")
def test_an_action_not_done_wants_to_know_why(provider: Provider, case_with_action: Action) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = queries.of_meeting(meeting, by).items[0]
    said = Said(checks={item.checks.get().pk: (Checked.NOT_DONE, " ")})
    with pytest.raises(Refused) as refused:
        operations.record(item, said, by=by)
    assert refused.value.codes == ("MEE-06",)
    assert item.checks.get().checked == ""


@pytest.mark.rule("MEE-07", "refused")
@pytest.mark.parametrize("outcome", [Outcome.DECIDED, Outcome.CARRIED])
def test_a_decision_has_words(provider: Provider, outcome: str) -> None:
    made.safeguarding_case(provider)
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = queries.of_meeting(meeting, by).items[0]
    with pytest.raises(Refused) as refused:
        operations.record(item, Said(outcome, " "), by=by)
    assert refused.value.codes == ("MEE-07",)


@pytest.mark.rule("MEE-07", "boundary")
def test_what_is_only_noted_needs_none(provider: Provider) -> None:
    made.safeguarding_case(provider)
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = operations.record(queries.of_meeting(meeting, by).items[0], Said(Outcome.NOTED), by=by)
    assert (item.outcome, item.version) == ("noted", 2)


@pytest.mark.capability(111)
def test_a_decision_becomes_an_action_on_the_thread_and_comes_back_until_it_is_verified(
    provider: Provider,
) -> None:
    case = made.safeguarding_case(provider)
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = queries.of_meeting(meeting, by).items[0]
    due_on = timezone.localdate() + 3 * DAY
    wanted = NewAction("Ring the council’s duty desk", provider.people["team_manager"], due_on)
    operations.record(item, Said(Outcome.DECIDED, "Nobody has rung them.", action=wanted), by=by)
    action = for_source("forums.agendaitem", [item.pk]).get()
    assert (action.incident_id, action.owner, action.due_on, action.status) == (
        case.incident_id, provider.people["team_manager"], due_on, "proposed",
    )  # fmt: skip
    assert action.proposed_in == "Weekly safeguarding huddle"
    assert queries.actions_made([item], by) == {item.pk: [action]}
    forum = Forum.objects.get(pk=meeting.forum_id)
    following = forum.meetings.exclude(pk=meeting.pk).first() or meeting
    sections = queries.live(following, by)
    assert [action in line.actions for s in sections for line in s.lines] == [True, True]


def test_an_action_of_an_item_without_incident_names_one(provider: Provider) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = operations.add_item(meeting, "The duty rota in August", by=by)
    incident = made.safeguarding_case(provider).incident
    wanted = NewAction("Two names on each day of the rota")
    with pytest.raises(Refused) as refused:
        operations.record(item, Said(Outcome.DECIDED, "Two names.", action=wanted), by=by)
    assert refused.value.codes == ("MEE-19",)
    assert not Action.objects.filter(source_id=item.pk).exists()
    wanted = NewAction("Two names on each day of the rota", reference=incident.reference)
    operations.record(item, Said(Outcome.DECIDED, "Two names.", action=wanted), by=by)
    assert Action.objects.get(source_type="forums.agendaitem").incident == incident


def test_the_second_of_two_who_write_at_once_sees_that_and_overwrites_nothing(
    provider: Provider,
) -> None:
    made.safeguarding_case(provider)
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    item = queries.of_meeting(meeting, by).items[0]
    operations.record(item, Said(Outcome.DECIDED, "First."), by=by, version=1)
    with pytest.raises(Refused) as refused:
        operations.record(
            item, Said(Outcome.DECIDED, "Second."), by=provider.people["team_manager"], version=1
        )
    assert refused.value.codes == (CHANGED_MEANWHILE,)
    item.refresh_from_db()
    assert item.decision == "First."


def test_two_who_write_on_different_items_do_not_disturb_each_other(provider: Provider) -> None:
    made.safeguarding_case(provider)
    made.safeguarding_case(provider)
    by, other = provider.people["safeguarding_lead"], provider.people["team_manager"]
    one, two = queries.of_meeting(made.begun(provider), by).items
    operations.record(one, Said(Outcome.NOTED), by=by, version=1)
    operations.record(two, Said(Outcome.NOTED), by=other, version=1)


@pytest.mark.capability(77)
@pytest.mark.rule("MEE-03", "allowed")
@pytest.mark.rule("MEE-04", "allowed")
@pytest.mark.rule("MEE-05", "allowed")
@pytest.mark.rule("MEE-08", "allowed")
def test_a_meeting_ends_with_minutes_and_the_next_one_planned(
    provider: Provider, case_with_action: Action
) -> None:
    meeting = made.held(provider)
    assert meeting.status == Status.HELD
    clock = Clock.objects.get(kind="meeting_weekly", subject_id=meeting.pk)
    assert clock.standing() == "met"
    assert "Present: Test Governance lead, Test Safeguarding lead, Test Team manager." in (
        meeting.minutes
    )
    assert "Active safeguarding cases: 1 noted." in meeting.minutes
    assert "Actions asked about: 1 done, 0 not done." in meeting.minutes
    assert case_with_action.incident.reference not in meeting.minutes
    ahead = queries.next_of(meeting.forum)
    assert ahead is not None
    assert ahead.slot_on == meeting.slot_on + 7 * DAY


@pytest.mark.rule("MEE-03", "refused")
@pytest.mark.rule("MEE-04", "refused")
@pytest.mark.rule("MEE-05", "refused")
@pytest.mark.rule("MEE-08", "refused")
def test_a_meeting_does_not_end_with_people_actions_or_items_left_open(
    provider: Provider, case_with_action: Action
) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    with pytest.raises(Refused) as refused:
        operations.end(meeting, by=by)
    assert refused.value.codes == ("MEE-04", "MEE-03", "MEE-08", "MEE-05")
    assert "Test Team manager" in refused.value.refusals[0].sentence


@pytest.mark.rule("MEE-03", "boundary")
def test_exactly_the_quorum_is_enough_and_fewer_say_what_follows(provider: Provider) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    away = {provider.people["team_manager"]: Attending.APOLOGIES,
            provider.people["governance_lead"]: Attending.ABSENT}  # fmt: skip
    operations.mark(meeting, away, by=by)
    with pytest.raises(Refused) as refused:
        operations.end(meeting, by=by)
    assert refused.value.codes == ("MEE-03",)
    operations.mark_guest(meeting, "Delia Example, county council", by=by)
    assert operations.end(meeting, by=by).inquorate_because == ""


def test_a_meeting_of_one_may_end_with_a_reason_that_stands_in_the_minutes(
    provider: Provider,
) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    away = [provider.people[role] for role in ("team_manager", "governance_lead")]
    operations.mark(meeting, dict.fromkeys(away, str(Attending.APOLOGIES)), by=by)
    meeting = operations.end(meeting, by=by, inquorate_because="Confirmed by e-mail tomorrow.")
    assert "Confirmed by e-mail tomorrow." in meeting.minutes


def test_what_is_left_is_carried_over_and_stands_on_the_next_agenda(provider: Provider) -> None:
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    operations.add_item(meeting, "The duty rota in August", by=by, note="From the night staff.")
    case = made.safeguarding_case(provider)
    assert operations.carry_over_rest(meeting, "No time left.", by=by) == 1
    made.marked(meeting, by)
    meeting = operations.end(meeting, by=by)
    ahead = queries.next_of(meeting.forum)
    assert ahead is not None
    carried, cases = queries.live(ahead, by)[:2]
    assert [line.title for line in carried.lines] == ["The duty rota in August"]
    assert carried.lines[0].facts[0] == ("Carried over", "No time left.")
    assert [line.incident_id for line in cases.lines] == [case.incident_id]


def test_a_case_that_was_carried_over_stands_once_and_says_so(provider: Provider) -> None:
    made.safeguarding_case(provider)
    by, meeting = provider.people["safeguarding_lead"], made.begun(provider)
    operations.carry_over_rest(meeting, "No time left.", by=by)
    made.marked(meeting, by)
    meeting = operations.end(meeting, by=by)
    ahead = queries.next_of(meeting.forum)
    assert ahead is not None
    lines = [line for section in queries.live(ahead, by) for line in section.lines]
    assert len(lines) == 1
    assert ("Carried over", "No time left.") in lines[0].facts


@pytest.mark.rule("MEE-10", "allowed")
@pytest.mark.rule("MEE-12", "allowed")
def test_the_chair_approves_the_minutes_and_members_are_told(provider: Provider) -> None:
    meeting, chair = made.held(provider), provider.people["safeguarding_lead"]
    operations.write_minutes(meeting, meeting.minutes + "\n\nThe council was thanked.", by=chair)
    meeting = operations.approve(meeting, by=chair)
    assert (meeting.status, meeting.approved_by) == (Status.APPROVED, chair)
    clock = Clock.objects.get(kind="meeting_minutes", subject_id=meeting.pk)
    assert clock.standing() == "met"
    told = Notice.objects.filter(kind="minutes_approved").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Test Governance lead", "Test Team manager"]


@pytest.mark.rule("MEE-10", "refused")
def test_someone_else_does_not_approve_them(provider: Provider) -> None:
    meeting = made.held(provider)
    with pytest.raises(Refused) as refused:
        operations.approve(meeting, by=provider.people["governance_lead"])
    assert refused.value.codes == ("MEE-10",)
    assert "Test Safeguarding lead" in refused.value.refusals[0].sentence


@pytest.mark.rule("MEE-10", "boundary")
def test_where_no_chair_is_named_whoever_holds_the_role_approves(provider: Provider) -> None:
    meeting = made.held(provider, chair=None)
    assert operations.approve(meeting, by=provider.people["safeguarding_lead"]).approved_by


@pytest.mark.rule("MEE-12", "refused")
def test_minutes_are_not_emptied(provider: Provider) -> None:
    meeting = made.held(provider)
    with pytest.raises(Refused) as refused:
        operations.write_minutes(meeting, "  ", by=provider.people["safeguarding_lead"])
    assert refused.value.codes == ("MEE-12",)


@pytest.mark.capability(116)
def test_a_forum_that_reports_is_asked_for_its_report_until_it_is_sent(provider: Provider) -> None:
    meeting = made.approved(provider, reports_to="Quality committee")
    clock = Clock.objects.get(kind="meeting_report", subject_id=meeting.pk)
    assert clock.ended_at is None
    meeting = operations.report(meeting, by=provider.people["safeguarding_lead"])
    assert meeting.reported_to == "Quality committee"
    clock.refresh_from_db()
    assert clock.standing() == "met"


def test_an_item_about_a_restricted_incident_is_not_seen_but_counted(
    provider: Provider, case_with_action: Action
) -> None:
    named = provider.people["safeguarding_lead"]
    incident = Incident.objects.get(pk=case_with_action.incident_id)
    by = provider.people["governance_lead"]
    incidents.restrict(incident, "About a colleague", [named], by=by)
    meeting, manager = made.begun(provider), provider.people["team_manager"]
    assert [len(queries.of_meeting(meeting, one).items) for one in (named, manager)] == [1, 0]
    assert queries.of_meeting(meeting, manager).hidden == 1
    item = queries.of_meeting(meeting, named).items[0]
    assert queries.one_item(meeting, manager, item.pk) is None
    with pytest.raises(Refused) as refused:
        operations.record(item, Said(Outcome.NOTED), by=manager)
    assert refused.value.codes == (NOT_ALLOWED,)
    made.marked(meeting, manager)
    meeting = operations.end(meeting, by=manager)
    assert "1 without an outcome" in meeting.minutes
    assert incident.reference not in meeting.minutes


def test_nobody_outside_the_forum_or_organisation_finds_a_meeting(provider: Provider) -> None:
    meeting = made.begun(provider)
    other = make_provider("Elsewhere Care")
    for person in (other.people["governance_lead"], provider.people["supervisor"],
                   provider.people["commissioner"]):  # fmt: skip
        assert not queries.visible_to(person).filter(pk=meeting.pk).exists()
    for role in ("team_manager", "executive", "inspector", "safeguarding_lead"):
        assert queries.visible_to(provider.people[role]).filter(pk=meeting.pk).exists()


def test_an_action_that_was_withdrawn_is_not_asked_about(
    provider: Provider, case_with_action: Action
) -> None:
    lead = provider.people["governance_lead"]
    actions.withdraw(case_with_action, "Overtaken.", by=lead)
    item = queries.of_meeting(made.begun(provider), lead).items[0]
    assert item.checks.count() == 0


@pytest.fixture
def case_action(provider: Provider) -> SafeguardingAction:
    return action_in(provider, made.safeguarding_case(provider))


def heard(provider: Provider, checked: Checked, note: str = "") -> None:
    """The safeguarding lead begins the huddle and records what it hears of the case's action."""
    lead = provider.people["safeguarding_lead"]
    item = queries.of_meeting(made.begun(provider), lead).items[0]
    check = item.checks.get()
    operations.record(item, Said(Outcome.NOTED, "", {check.pk: (checked, note)}), by=lead)


@pytest.mark.capability(78)
def test_an_action_within_a_case_is_asked_about_and_stands_confirmed_on_the_case(
    provider: Provider, case_action: SafeguardingAction
) -> None:
    heard(provider, Checked.DONE)
    case_action.refresh_from_db()
    assert case_action.status == ActionStatus.DONE
    assert case_action.confirmations.get().done
    check = case_action.meeting_checks.get()
    assert (check.title, check.owner_name) == (case_action.what, "Test Team manager")


@pytest.mark.capability(78)
def test_what_stands_in_the_way_of_an_action_within_a_case_is_kept_there_too(
    provider: Provider, case_action: SafeguardingAction
) -> None:
    heard(provider, Checked.NOT_DONE, "The bank rings back on Thursday.")
    case_action.refresh_from_db()
    assert case_action.status == ActionStatus.OPEN
    assert case_action.confirmations.get().note == "The bank rings back on Thursday."


def test_an_action_within_a_case_that_ended_meanwhile_is_only_noted_as_heard(
    provider: Provider, case_action: SafeguardingAction
) -> None:
    lead = provider.people["safeguarding_lead"]
    item = queries.of_meeting(made.begun(provider), lead).items[0]
    safeguarding.confirm_action(case_action, done=True, by=lead)
    check = item.checks.get()
    operations.record(item, Said(Outcome.NOTED, "", {check.pk: (Checked.DONE, "")}), by=lead)
    assert case_action.confirmations.count() == 1
    check.refresh_from_db()
    assert check.checked == Checked.DONE
