"""A manager goes on leave and a colleague covers; a person chooses a digest and a calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.notices.timing import preference_of
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = client_for(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def fill_day(page: Page, group: str, day: dt.date) -> None:
    box = page.get_by_role("group", name=group)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(part).fill(str(value))


def test_a_manager_goes_on_leave_and_whoever_covers_sees_their_work(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    manager, cover = provider.people["team_manager"], provider.people["supervisor"]
    incident = make_incident(provider)
    clocks.start_due(
        "action", incident, unit=provider.team, at=timezone.now(), label="Ring the family",
        due_at=timezone.now() + dt.timedelta(days=2), owner=manager, thread=incident.pk,
    )  # fmt: skip
    signed_in(page, live_server, manager)
    page.goto("/account/")
    page.get_by_role("link", name="Change what you are told").click()
    page.get_by_role("link", name="Say when you are away and who covers").click()
    axe_clean(page)
    today = timezone.localdate()
    fill_day(page, "First day away", today)
    fill_day(page, "Last day away", today + dt.timedelta(days=10))
    page.get_by_label("Who covers").select_option(label=cover.name)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{cover.name} covers from")).to_be_visible()
    page.goto("/my-work/")
    expect(page.get_by_text("You are noted as away")).to_be_visible()
    axe_clean(page)

    signed_in(page, live_server, cover)
    page.goto("/my-work/")
    task = page.get_by_role("listitem").filter(has_text="Ring the family")
    expect(task).to_contain_text(f"You cover for {manager.name}")
    axe_clean(page)
    assert fits(page)
    page.get_by_role("link", name="1 new notice").click()
    expect(page.get_by_text("You cover for a colleague from")).to_be_visible()


def test_a_person_chooses_a_digest_quiet_hours_and_a_calendar(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    person = provider.people["triage_lead"]
    incident = make_incident(provider)
    signed_in(page, live_server, person)
    page.goto("/account/notices/")
    axe_clean(page)
    assert fits(page)
    page.get_by_label("Once a week, on Monday, together").check()
    page.get_by_label("At what time of day?").select_option(label="09:00")
    page.get_by_label("Quiet from").fill("20:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give both ends of your quiet hours").first).to_be_visible()
    axe_clean(page)
    page.get_by_label("Quiet until").fill("7am")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your next digest comes")).to_be_visible()
    assert preference_of(person).quiet_until == dt.time(7)

    page.get_by_role("link", name="See what is due in your own calendar program").click()
    page.get_by_role("button", name="Make an address").click()
    address = page.locator("#address")
    expect(address).to_contain_text("/calendar/")
    axe_clean(page)
    assert fits(page)
    first = address.inner_text().removeprefix(live_server.url)
    found = Calendar.from_ical(Client().get(first).content).walk("VEVENT")
    assert any(incident.reference in str(event["URL"]) for event in found)
    page.get_by_role("button", name="Make a new address").click()
    expect(address).not_to_contain_text(first)
    assert Client().get(first).status_code == 404


def test_an_administrator_looks_at_the_outbox(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    signed_in(page, live_server, provider.people["administrator"])
    page.goto("/settings/")
    page.get_by_role("link", name="Outbox").click()
    expect(page.get_by_role("heading", name="Outbox")).to_be_visible()
    axe_clean(page)
    assert fits(page)


def test_the_maturity_view_fits_and_is_accessible(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    signed_in(page, live_server, provider.people["executive"])
    page.goto("/control/")
    page.get_by_role("link", name="Maturity").click()
    expect(page.get_by_role("heading", name="Maturity")).to_be_visible()
    axe_clean(page)
    assert fits(page)
