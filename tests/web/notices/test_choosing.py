"""Everyone chooses what they are told, says who covers, and those who cover see the work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.operations import set_absence
from goldthread.clocks.queries import covered_by
from goldthread.domain.incidents.operations import restrict
from goldthread.notices.models import Notice, Preference
from goldthread.notices.operations import send
from goldthread.notices.timing import preference_of
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]
PAGE = "/account/notices/"
CHOICE = {"rhythm": "weekly", "hour": "9", "quiet_from": "20:00", "quiet_until": "7am"}


def test_a_choice_is_kept_and_the_next_digest_is_said(
    client_of: ClientOf, provider: Provider
) -> None:
    page = client_of("reviewer").post(PAGE, CHOICE, follow=True)
    assert "Your next digest comes" in page.text
    told = preference_of(provider.people["reviewer"])
    assert (told.rhythm, told.hour, told.quiet_until) == ("weekly", 9, dt.time(7))


def test_one_end_of_quiet_hours_is_not_enough_and_nothing_typed_is_lost(
    client_of: ClientOf,
) -> None:
    page = client_of("reviewer").post(PAGE, CHOICE | {"quiet_until": ""})
    assert page.status_code == 422
    assert "Give both ends of your quiet hours, or neither." in page.text
    assert 'value="20:00"' in page.text
    assert not Preference.objects.exists()


def test_what_passes_quiet_hours_is_said_with_its_reason(client_of: ClientOf) -> None:
    page = client_of("reporter").get(PAGE).text
    assert "A person may come to harm before the morning" in page


def test_only_those_who_lead_teams_are_asked_about_mondays(client_of: ClientOf) -> None:
    assert "each Monday" in client_of("team_manager").get(PAGE).text
    assert "each Monday" not in client_of("reporter").get(PAGE).text


def test_without_a_mail_server_the_page_says_so(client_of: ClientOf, settings: Any) -> None:
    settings.EMAIL_CONFIGURED = False
    assert "No e-mail server is set up here" in client_of("reporter").get(PAGE).text


def away(provider: Provider, who: str, cover: str) -> User:
    person = provider.people[who]
    today = timezone.localdate()
    set_absence(person, today, today + dt.timedelta(days=7), covered_by=provider.people[cover],
                by=person)  # fmt: skip
    return person


def test_a_person_says_who_covers_and_both_are_told_on_their_pages(
    client_of: ClientOf, provider: Provider
) -> None:
    cover, today = provider.people["supervisor"], timezone.localdate()
    until = today + dt.timedelta(days=7)
    typed = {
        "absent_from-day": today.day, "absent_from-month": today.month,
        "absent_from-year": today.year, "absent_until-day": until.day,
        "absent_until-month": until.month, "absent_until-year": until.year,
        "covered_by": cover.pk,
    }  # fmt: skip
    manager = client_of("team_manager")
    assert manager.post("/account/away/", typed).status_code == 302
    name = provider.people["team_manager"].name
    assert f"{cover.name} covers" in manager.get("/my-work/").text
    assert f"You cover for {name}" in client_of("supervisor").get("/my-work/").text
    assert Notice.objects.filter(recipient=cover, kind="cover_named").count() == 1


def test_whoever_covers_sees_what_waits_for_the_role_of_the_one_away(
    client_of: ClientOf, provider: Provider
) -> None:
    incident = make_incident(provider)
    assert incident.reference not in client_of("supervisor").get("/my-work/").text
    lead = away(provider, "triage_lead", "supervisor")
    page = client_of("supervisor").get("/my-work/").text
    assert incident.reference in page
    assert f"You cover for {lead.name}, triage lead here" in page


def test_cover_shows_nothing_of_an_incident_kept_from_the_one_who_covers(
    client_of: ClientOf, provider: Provider
) -> None:
    incident = make_incident(provider)
    away(provider, "triage_lead", "supervisor")
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    assert incident.reference not in client_of("supervisor").get("/my-work/").text


def test_whoever_covers_is_not_told_of_an_incident_kept_from_them(provider: Provider) -> None:
    incident = make_incident(provider)
    lead = away(provider, "triage_lead", "supervisor")
    told = send([lead], "clinical_review", subject="A review", thread=incident.pk, cover=True)
    assert [one.recipient for one in told] == [lead, provider.people["supervisor"]]
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    told = send([lead], "clinical_review", subject="A review", thread=incident.pk, cover=True)
    assert [one.recipient for one in told] == [lead]


def test_cover_ends_with_the_absence(provider: Provider) -> None:
    away(provider, "triage_lead", "supervisor")
    after = timezone.localdate() + dt.timedelta(days=8)
    assert covered_by(provider.people["supervisor"], after) == []


def test_whoever_may_see_no_incidents_covers_nothing_of_a_role(
    client_of: ClientOf, provider: Provider
) -> None:
    incident = make_incident(provider)
    away(provider, "triage_lead", "administrator")
    assert incident.reference not in client_of("administrator").get("/my-work/").text
