"""A governance lead's month and quarter, a commissioner's and an inspector's visit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.governance.packs import operations as packs
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.rooms import operations as rooms
from goldthread.domain.insight.measures.operations import rebuild
from goldthread.interchange.exporting.packs.making import make_files
from tests.factories.actions import make_agreed
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.rooms import frozen_outside, opened

pytestmark = pytest.mark.browser

LEAD = "governance_lead"


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.capability(111)
def test_a_governance_leads_month(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    before = timezone.now().replace(day=1) - dt.timedelta(days=10)
    for _ in range(3):
        make_incident(provider, at=before)
    make_agreed(provider, at=before)
    rebuild()
    signed_in(page, live_server, provider.people[LEAD])
    page.goto("/packs/")
    axe_clean(page)
    page.get_by_role("link", name="Monthly incident review").last.click()
    axe_clean(page)
    page.get_by_label("Days").select_option(index=1)
    page.get_by_role("button", name="Draft a pack").click()
    expect(page.get_by_text("The draft is made.")).to_be_visible()
    axe_clean(page)
    assert fits(page)
    screenshot(page, "pack-draft")
    page.get_by_role("link", name="Add your words on What incidents have in common").click()
    axe_clean(page)
    page.get_by_label("What you say of it").fill("Cover on the rota comes up again.")
    page.get_by_role("button", name="Save the words").click()
    expect(page.get_by_text("Cover on the rota comes up again.")).to_be_visible()
    page.get_by_role("button", name="Freeze the pack").click()
    axe_clean(page)
    page.get_by_role("button", name="Freeze the pack").click()
    expect(page.get_by_text("Nothing in it changes any more")).to_be_visible()
    page.get_by_role("button", name="Make the PDF and the archive").click()
    expect(page.get_by_text("The files wait their turn")).to_be_visible()
    make_files.func(Pack.objects.get().pk)
    page.get_by_role("link", name="Show how far it is now").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Take the PDF").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    axe_clean(page)
    screenshot(page, "pack-frozen")


@pytest.mark.capability(112)
def test_a_governance_leads_quarter(
    page: Page, live_server: LiveServer, provider: Provider, axe_clean: Callable[[Page], None]
) -> None:
    make_agreed(provider, at=timezone.now() - dt.timedelta(days=150))
    rebuild()
    assert len(packs.draft_quarters()) == 1
    signed_in(page, live_server, provider.people[LEAD])
    page.goto("/packs/?kind=quarterly")
    page.get_by_role("link", name=re.compile("Quarterly deep dive, ")).click()
    expect(page.get_by_role("heading", name="What came back")).to_be_visible()
    axe_clean(page)


def test_a_commissioners_and_an_inspectors_visit(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    lead, pack = provider.people[LEAD], frozen_outside(provider)
    contract, inspection = opened(provider, "commissioner"), opened(provider, "inspector")
    rooms.put_pack(contract, pack, by=lead)
    record = rooms.put_record(inspection, make_agreed(provider).incident, by=lead)
    signed_in(page, live_server, provider.people["commissioner"])
    page.goto("/rooms/")
    axe_clean(page)
    page.get_by_role("link", name="Visit of the week").click()
    axe_clean(page)
    page.get_by_role("link", name=pack.title).click()
    expect(page.get_by_role("heading", level=1, name=pack.title)).to_be_visible()
    axe_clean(page)
    assert fits(page)
    screenshot(page, "room-pack")
    signed_in(page, live_server, provider.people["inspector"])
    page.goto(f"/rooms/{inspection.pk}/{record.pk}/")
    expect(page.get_by_role("heading", name="What was shown to work")).to_be_visible()
    axe_clean(page)
    rooms.close_room(inspection, by=lead)
    page.reload()
    expect(page.get_by_text("This room was closed by whoever opened it.")).to_be_visible()
    axe_clean(page)
