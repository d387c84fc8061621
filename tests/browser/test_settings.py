"""The pages of settings and of the trail in a real browser, at both widths."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from goldthread.access.models import User
from goldthread.trail.checkpoints import checkpoint
from tests.browser.fitting import assert_fits
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import make_provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def signed_in(page: Page, base_url: str, user: User) -> Client:
    client = client_for(user)
    name, value = "sessionid", client.cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": value, "url": base_url}])
    return client


def look(page: Page, axe_clean: Callable[[Page], None], address: str, name: str) -> None:
    page.goto(address)
    folder = os.environ.get("LOOK", "")
    if folder:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
    assert_fits(page)
    axe_clean(page)


def test_settings_read_well_at_both_widths(
    page: Page, base_url: str, viewport: str, axe_clean: Callable[[Page], None]
) -> None:
    provider = make_provider()
    person = provider.people["team_manager"]
    signed_in(page, base_url, provider.people["administrator"])
    for name, address in {
        "index": "/settings/",
        "units": "/settings/units/",
        "unit": f"/settings/units/{provider.team.pk}/",
        "unit-new": "/settings/units/new",
        "people": "/settings/people/",
        "person": f"/settings/people/{person.pk}/",
        "role-new": f"/settings/people/{person.pk}/roles/new",
        "absence": f"/settings/people/{person.pk}/absence",
        "roles": "/settings/roles/",
        "rota-new": "/settings/on-call/new",
        "themes": "/settings/themes/",
        "limits": "/settings/time-limits/",
        "limit": "/settings/time-limits/triage/",
        "profile": "/settings/organisation",
    }.items():
        look(page, axe_clean, address, name)
    page.goto("/settings/on-call/new")
    page.get_by_role("button", name="Add to the rota").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    axe_clean(page)


def test_an_officer_reads_and_checks_the_trail(
    page: Page, base_url: str, viewport: str, axe_clean: Callable[[Page], None]
) -> None:
    provider = make_provider()
    incident = make_incident(provider)
    triaged(provider, incident)
    checkpoint()
    signed_in(page, base_url, provider.people["governance_lead"])
    look(page, axe_clean, "/trail/", "trail")
    look(page, axe_clean, f"/trail/incidents/{incident.reference}/", "trail-one")
    page.get_by_text("The entry as stored").first.click()
    axe_clean(page)
    page.get_by_role("button", name="Check this trail").click()
    expect(page.get_by_role("heading", name="This trail is whole")).to_be_visible()
    axe_clean(page)
