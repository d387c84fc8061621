"""The pages of meetings: who sees them, running one by its forms, minutes, and what was missed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from goldthread.access.operations import leave
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums import operations
from goldthread.domain.governance.forums.models import AgendaItem, Meeting
from goldthread.domain.governance.forums.operations import Said
from goldthread.domain.governance.forums.terms import Checked, Outcome, Status
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from tests.factories import forums as made
from tests.factories.actions import make_agreed
from tests.factories.provider import Provider

SignIn = Callable[[str], Client]


@pytest.fixture
def meeting(provider: Provider) -> Meeting:
    """A huddle under way, with one case that has one open action."""
    case = made.safeguarding_case(provider)
    make_agreed(provider, Incident.objects.get(pk=case.incident_id))
    return made.begun(provider)


def item_of(meeting: Meeting) -> AgendaItem:
    return meeting.items.order_by("position")[0]


def everyone(provider: Provider, **changes: str) -> dict[str, str]:
    roles = ("safeguarding_lead", "team_manager", "governance_lead")
    said = {f"person_{provider.people[role].pk}": "present" for role in roles}
    return said | changes


@pytest.mark.parametrize(
    ("role", "status"),
    [("safeguarding_lead", 200), ("governance_lead", 200), ("executive", 200), ("inspector", 200),
     ("supervisor", 404), ("commissioner", 403), ("reporter", 403), ("administrator", 403)],
)  # fmt: skip
def test_a_meeting_is_seen_by_its_members_and_those_who_answer_for_the_unit(
    meeting: Meeting, client_of: SignIn, role: str, status: int
) -> None:
    assert client_of(role).get(f"/meetings/{meeting.pk}/").status_code == status


@pytest.mark.capability(116)
def test_the_list_says_what_comes_next_what_was_held_and_what_was_missed(
    provider: Provider, client_of: SignIn
) -> None:
    made.planned(provider, weeks_ago=2)
    page = client_of("governance_lead").get("/meetings/").content.decode()
    assert "Weekly safeguarding huddle" in page
    assert "2 meetings missed" in page
    assert "Chaired by Test Safeguarding lead" in page
    assert "It waits for whoever is governance lead" in page


@pytest.mark.capability(116)
def test_the_page_of_a_forum_holds_terms_members_history_and_attendance(
    provider: Provider, client_of: SignIn
) -> None:
    held = made.approved(provider, reports_to="Quality committee")
    page = client_of("executive").get(f"/meetings/forums/{held.forum_id}/").content.decode()
    for words in ("Every active case, every week.", "Quality committee", "Minutes approved",
                  "1 of 1", "Test Team manager", held.forum.rhythm.words):  # fmt: skip
        assert words in page


@pytest.mark.capability(77)
def test_before_it_begins_the_agenda_is_live(provider: Provider, client_of: SignIn) -> None:
    meeting, client = made.planned(provider), client_of("team_manager")
    assert (
        "Active safeguarding cases (0)" in client.get(f"/meetings/{meeting.pk}/").content.decode()
    )
    case = made.safeguarding_case(provider)
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "Active safeguarding cases (1)" in page
    assert case.incident.reference in page
    assert "Begin the meeting" in page


@pytest.mark.capability(77)
def test_the_second_to_begin_learns_who_runs_it(meeting: Meeting, client_of: SignIn) -> None:
    response = client_of("team_manager").post(f"/meetings/{meeting.pk}/begin", follow=True)
    page = response.content.decode()
    assert "Test Safeguarding lead has begun this meeting. You are in the same one." in page
    assert Meeting.objects.filter(status=Status.UNDER_WAY).count() == 1


def test_someone_who_only_reads_is_told_that_they_cannot_run_it(
    provider: Provider, client_of: SignIn
) -> None:
    meeting = made.planned(provider)
    assert client_of("executive").post(f"/meetings/{meeting.pk}/begin").status_code == 403
    assert (
        "Begin the meeting"
        not in client_of("executive").get(f"/meetings/{meeting.pk}/").content.decode()
    )


@pytest.mark.capability(78)
def test_a_whole_huddle_is_run_by_its_forms(
    provider: Provider, meeting: Meeting, client_of: SignIn
) -> None:
    client, item = client_of("safeguarding_lead"), item_of(meeting)
    check = item.checks.get()
    run = f"/meetings/{meeting.pk}"
    assert client.get(f"{run}/run")["Location"] == f"{run}/items/{item.pk}/"
    client.post(f"{run}/who", everyone(provider, guest="Delia Example, council"))
    refused = client.post(f"{run}/items/{item.pk}/", {f"check_{check.pk}": Checked.NOT_DONE})
    assert refused.status_code == 422
    assert "Say what stands in the way" in refused.content.decode()
    day = timezone.localdate() + dt.timedelta(days=2)
    said = {
        f"check_{check.pk}": Checked.NOT_DONE,
        f"note_{check.pk}": made.HELD_BACK,
        "outcome": Outcome.DECIDED,
        "decision": "Ring the council today.",
        "title": "Ring the council’s duty desk",
        "owner": str(provider.people["team_manager"].pk),
        "due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year,
    }  # fmt: skip
    saved = client.post(f"{run}/items/{item.pk}/", said, follow=True).content.decode()
    assert "Ring the council’s duty desk (Test Team manager, proposed)" in saved
    assert client.post(f"{run}/end", {"inquorate_because": ""})["Location"] == f"{run}/"
    page = client.get(f"{run}/").content.decode()
    assert "Delia Example, council (guest)" in page
    assert f"not done. {made.HELD_BACK}" in page
    assert "Approve the minutes" in page
    client.post(f"{run}/approve")
    assert Meeting.objects.get(pk=meeting.pk).status == Status.APPROVED
    assert Action.objects.filter(title="Ring the council’s duty desk", status="proposed").exists()


def test_ending_says_everything_that_is_missing(meeting: Meeting, client_of: SignIn) -> None:
    response = client_of("safeguarding_lead").post(f"/meetings/{meeting.pk}/end")
    page = response.content.decode()
    assert response.status_code == 422
    for words in ("Not marked yet: Test Governance lead, Test Team manager.",
                  "1 item has no outcome yet", "1 action was not asked about yet"):  # fmt: skip
        assert words in page


def test_two_who_write_on_one_item_keep_their_text_and_see_the_other(
    provider: Provider, meeting: Meeting, client_of: SignIn
) -> None:
    item = item_of(meeting)
    lead = provider.people["safeguarding_lead"]
    operations.record(item, Said(Outcome.DECIDED, "The lead wrote this."), by=lead)
    address = f"/meetings/{meeting.pk}/items/{item.pk}/"
    mine = {"outcome": Outcome.NOTED, "decision": "The manager wrote this.", "page_version": "1"}
    response = client_of("team_manager").post(address, mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Decided: The lead wrote this." in page
    assert "The manager wrote this." in page
    item.refresh_from_db()
    assert item.decision == "The lead wrote this."
    again = mine | {"page_version": str(item.version)}
    assert client_of("team_manager").post(address, again).status_code == 302


def test_saving_goes_to_the_next_item_back_or_stays(provider: Provider, client_of: SignIn) -> None:
    for _ in range(3):
        made.safeguarding_case(provider)
    meeting, client = made.begun(provider), client_of("safeguarding_lead")
    one, two, three = meeting.items.order_by("position")
    for here, go, target in ((one, "next", two), (two, "previous", one), (two, "stay", two),
                             (three, "next", three), (one, str(three.pk), three)):  # fmt: skip
        address = f"/meetings/{meeting.pk}/items/{here.pk}/"
        response = client.post(address, {"outcome": Outcome.NOTED, "go": go})
        assert response["Location"] == f"/meetings/{meeting.pk}/items/{target.pk}/#item"


def test_what_is_left_is_carried_over_with_one_reason(meeting: Meeting, client_of: SignIn) -> None:
    client = client_of("safeguarding_lead")
    assert client.post(f"/meetings/{meeting.pk}/carry-over", {"because": ""}).status_code == 422
    client.post(f"/meetings/{meeting.pk}/carry-over", {"because": "No time left."})
    assert item_of(meeting).outcome == Outcome.CARRIED


@pytest.mark.capability(77)
def test_a_missed_meeting_is_held_late_with_a_reason_or_answered_for(
    provider: Provider, client_of: SignIn
) -> None:
    meeting, client = made.planned(provider, weeks_ago=2), client_of("safeguarding_lead")
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "This meeting was missed" in page
    assert client.post(f"/meetings/{meeting.pk}/begin", {"late_because": ""}).status_code == 422
    second = Meeting.objects.order_by("slot_on")[1]
    client.post(f"/meetings/{second.pk}/not-held", {"because": "Flooded. Cases rung through."})
    assert "Flooded. Cases rung through." in client.get(f"/meetings/{second.pk}/").content.decode()
    late = client.post(f"/meetings/{meeting.pk}/begin", {"late_because": "Ill."}, follow=True)
    assert late.status_code == 200
    assert Meeting.objects.get(pk=meeting.pk).late_because == "Ill."


@pytest.mark.capability(77)
def test_a_missed_week_stands_late_on_the_chair_s_work(
    provider: Provider, client_of: SignIn
) -> None:
    meeting = made.planned(provider, weeks_ago=1)
    page = client_of("safeguarding_lead").get("/my-work/").content.decode()
    assert "Hold the meeting: Weekly safeguarding huddle" in page
    assert f'href="/meetings/{meeting.pk}/"' in page


def test_the_item_of_a_restricted_incident_is_counted_and_not_shown(
    provider: Provider, meeting: Meeting, client_of: SignIn
) -> None:
    item = item_of(meeting)
    assert item.incident is not None
    named, by = provider.people["safeguarding_lead"], provider.people["governance_lead"]
    incidents.restrict(item.incident, "About a colleague", [named], by=by)
    client = client_of("team_manager")
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "1 item you may not see" in page
    assert item.incident.reference not in page
    assert made.CONCERN not in page
    assert client.get(f"/meetings/{meeting.pk}/items/{item.pk}/").status_code == 404


def test_minutes_are_changed_and_nothing_typed_is_lost(
    provider: Provider, client_of: SignIn
) -> None:
    meeting, client = made.held(provider), client_of("safeguarding_lead")
    address = f"/meetings/{meeting.pk}/minutes"
    assert client.post(address, {"minutes": " "}).status_code == 422
    stale = {"minutes": "Mine.", "page_version": str(meeting.version - 1)}
    lost = client.post(address, stale)
    assert (lost.status_code, "Mine." in lost.content.decode()) == (409, True)
    client.post(address, {"minutes": "The council was <b>thanked</b>."})
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert "The council was &lt;b&gt;thanked&lt;/b&gt;." in page


def test_someone_who_is_not_the_chair_cannot_approve(provider: Provider, client_of: SignIn) -> None:
    meeting = made.held(provider)
    response = client_of("governance_lead").post(f"/meetings/{meeting.pk}/approve")
    assert response.status_code == 422
    assert "approved by Test Safeguarding lead" in response.content.decode()


def test_moving_keeps_what_was_typed_when_it_is_refused(
    provider: Provider, client_of: SignIn
) -> None:
    meeting, client = made.planned(provider), client_of("safeguarding_lead")
    day = timezone.localdate() + dt.timedelta(days=9)
    said = {"on-day": day.day, "on-month": day.month, "on-year": day.year, "at": "10:00",
            "because": "Everyone is away."}  # fmt: skip
    page = client.post(f"/meetings/{meeting.pk}/move", said).content.decode()
    assert "Choose a day before it" in page
    assert "Everyone is away." in page
    day = timezone.localdate() + dt.timedelta(days=1)
    said |= {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    client.post(f"/meetings/{meeting.pk}/move", said)
    assert timezone.localdate(Meeting.objects.get(pk=meeting.pk).scheduled_at) == day


def test_an_item_can_be_added_before_and_while_it_is_under_way(
    provider: Provider, meeting: Meeting, client_of: SignIn
) -> None:
    client = client_of("team_manager")
    address = f"/meetings/{meeting.pk}/items/new"
    unknown = client.post(address, {"title": "The rota", "reference": "INC-99-99999"})
    assert unknown.status_code == 422
    added = client.post(address, {"title": "The rota in August", "note": "From the night staff."})
    item = AgendaItem.objects.get(title="The rota in August")
    assert added["Location"] == f"/meetings/{meeting.pk}/items/{item.pk}/"


def test_pages_ask_as_little_of_many_items_as_of_few(
    provider: Provider, client_of: SignIn, django_assert_max_num_queries: Any
) -> None:
    def cases(many: int) -> None:
        for _ in range(many):
            case = made.safeguarding_case(provider)
            make_agreed(provider, Incident.objects.get(pk=case.incident_id))

    client, counts = client_of("safeguarding_lead"), []
    meeting = made.planned(provider)
    client.get("/meetings/")  # the frame remembers the organisation from here on
    for _ in range(2):
        cases(2)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/meetings/{meeting.pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 25
    meeting = operations.begin(meeting, by=provider.people["safeguarding_lead"])
    for address in ("/meetings/", f"/meetings/forums/{meeting.forum_id}/",
                    f"/meetings/{meeting.pk}/",
                    f"/meetings/{meeting.pk}/items/{item_of(meeting).pk}/"):  # fmt: skip
        with django_assert_max_num_queries(25):
            assert client.get(address).status_code == 200


def test_a_forum_whose_member_has_left_says_so(provider: Provider, client_of: SignIn) -> None:
    meeting = made.planned(provider)
    leave(provider.people["team_manager"], timezone.localdate() - dt.timedelta(days=1))
    page = client_of("executive").get(f"/meetings/forums/{meeting.forum_id}/").content.decode()
    assert "Test Team manager (has left)" in page
