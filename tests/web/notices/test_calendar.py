"""A private calendar address gives what is due, names nobody, and dies when it is renewed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event

from goldthread.clocks import operations as clocks
from goldthread.clocks.models import Clock
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import restrict
from goldthread.notices.calendars import uid_of
from goldthread.notices.models import CalendarAddress
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]
ADDRESS = re.compile(r'id="address">([^<]+)<')


@pytest.fixture(autouse=True)
def _no_tries_counted_yet() -> None:
    cache.clear()


def address_of(client: Client) -> str:
    """A new address, as a path."""
    found = ADDRESS.search(client.post("/account/calendar/new").text)
    assert found
    return found[1].removeprefix("http://testserver")


def events(path: str) -> dict[str, Event]:
    """The events of a calendar by their UID, as a program reads them."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(one["UID"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def triage_of(incident: Incident) -> str:
    """The UID of the event for the triage of an incident."""
    return uid_of(Clock.objects.get(kind="triage", thread=incident.pk))


def only(found: Iterable[Event]) -> Event:
    (one,) = found
    return one


def test_what_is_due_stands_in_the_calendar_with_team_reference_and_link(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    path = address_of(client_of("triage_lead"))
    triage = Clock.objects.get(kind="triage", thread=incident.pk)
    event = events(path)[uid_of(triage)]
    assert event.end == triage.due_at.replace(microsecond=0)
    assert str(event["SUMMARY"]) == f"Due: Triage, {provider.team.name}"
    assert f"/incidents/{incident.reference}/triage/" in str(event["URL"])
    assert event["STATUS"] == "CONFIRMED"


def test_no_event_names_a_person_or_quotes_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    clocks.start(
        "triage", incident, unit=provider.team, at=timezone.now(), label="Ring Mabel Thorncroft",
        owner=provider.people["triage_lead"], thread=incident.pk,
    )  # fmt: skip
    text = Client().get(address_of(client_of("triage_lead"))).text
    assert "Mabel" not in text
    assert [one.name for one in provider.people.values() if one.name in text] == []
    assert "@provider.example" not in text


def test_what_was_met_is_cancelled_under_the_same_uid(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    path = address_of(client_of("triage_lead"))
    uid = triage_of(incident)
    before = events(path)[uid]
    triaged(provider, incident)
    after = events(path)[uid]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_what_ended_long_ago_is_left_out(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    path = address_of(client_of("triage_lead"))
    triaged(provider, incident)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        uid = triage_of(incident)
        assert uid not in events(path)


def test_a_moved_clock_moves_its_event(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    path = address_of(client_of("triage_lead"))
    uid = triage_of(incident)
    later = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    clocks.move(incident, "triage", later)
    assert events(path)[uid].end == later


@pytest.mark.parametrize(
    ("began", "days", "due"),
    [
        (dt.datetime(2026, 12, 23, 15, tzinfo=dt.UTC), 2, dt.date(2026, 12, 29)),
        (dt.datetime(2026, 4, 2, 16, 30, tzinfo=dt.UTC), 3, dt.date(2026, 4, 9)),
        (dt.datetime(2026, 3, 27, 9, tzinfo=dt.UTC), 1, dt.date(2026, 3, 30)),
    ],
    ids=["over Christmas", "over Easter", "over the change of the clocks"],
)
def test_working_days_end_on_the_right_day(
    provider: Provider, client_of: ClientOf, began: dt.datetime, days: int, due: dt.date
) -> None:
    """Due at the end of a day: an event of that day, whatever the time of year."""
    from goldthread.clocks.calendar import add_working_days

    person = provider.people["reviewer"]
    clocks.start_due(
        "letter", provider.team, unit=provider.team, at=began,
        due_at=add_working_days(began, days), label="A letter", owner=person,
    )  # fmt: skip
    event = only(events(address_of(client_of("reviewer"))).values())
    assert event.start == due
    assert event.end == due + dt.timedelta(days=1)


def test_what_is_kept_from_a_person_is_not_in_their_calendar(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    path = address_of(client_of("triage_lead"))
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    assert incident.reference not in Client().get(path).text


def test_a_new_address_kills_the_old_one(client_of: ClientOf) -> None:
    client = client_of("reviewer")
    first = address_of(client)
    second = address_of(client)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_an_address_can_be_taken_away(client_of: ClientOf) -> None:
    client = client_of("reviewer")
    path = address_of(client)
    client.post("/account/calendar/end")
    assert Client().get(path).status_code == 404
    assert "Make an address" in client.get("/account/calendar/").text


def test_only_a_hash_of_the_address_is_kept(client_of: ClientOf) -> None:
    token = address_of(client_of("reviewer")).split("/")[-1].removesuffix(".ics")
    held = CalendarAddress.objects.get()
    assert token not in held.token_hash
    assert len(held.token_hash) == 64


def test_someone_who_left_has_no_calendar(provider: Provider, client_of: ClientOf) -> None:
    path = address_of(client_of("reviewer"))
    person = provider.people["reviewer"]
    person.left_on = timezone.localdate()
    person.save()
    assert Client().get(path).status_code == 404


def test_the_page_says_whether_a_program_came_by(client_of: ClientOf) -> None:
    client = client_of("reviewer")
    path = address_of(client)
    assert "No calendar program has asked" in client.get("/account/calendar/").text
    Client().get(path)
    assert "last asked for it" in client.get("/account/calendar/").text


def test_the_address_is_shown_once(client_of: ClientOf) -> None:
    client = client_of("reviewer")
    address_of(client)
    assert ".ics" not in client.get("/account/calendar/").text


def test_the_calendar_is_not_stored_or_indexed_on_its_way(client_of: ClientOf) -> None:
    answer = Client().get(address_of(client_of("reviewer")))
    assert answer["Cache-Control"] == "private, no-store"
    assert "noindex" in answer["X-Robots-Tag"]


def test_guessing_is_slowed_down(db: None) -> None:
    for _ in range(20):
        assert Client().get("/calendar/guess.ics").status_code == 404
    assert Client().get("/calendar/guess.ics").status_code == 429


def test_many_clocks_are_asked_for_in_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _ in range(6):
        make_incident(provider)
    path = address_of(client_of("triage_lead"))
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        assert len(events(path)) >= 6
