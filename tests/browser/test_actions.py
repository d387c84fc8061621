"""The pages of actions in a real browser: guidance while typing, and no accessibility faults."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from tests.browser.fitting import assert_fits
from tests.factories.actions import (
    acting,
    implement,
    make_agreed,
    make_complete,
    make_proposed,
)
from tests.factories.clients import client_for
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser

WEAK = "Staff will be reminded to look at the board before each visit."


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    cookie = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def test_the_pages_of_actions_are_free_of_accessibility_faults(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    incident = acting(provider)
    done = make_complete(provider, incident, title="Named cover for every visit")
    half = implement(provider, make_agreed(provider, incident))
    proposed = make_proposed(provider, incident, title="One depot card for every clinic")
    signed_in(page, live_server, provider.people["governance_lead"])
    for name, address in (
        ("actions", "/actions/?strength=medium"),
        ("actions-of-incident", f"/incidents/{incident.reference}/actions/"),
        ("action", f"/actions/{done.pk}/"),
        ("action-half", f"/actions/{half.pk}/"),
        ("action-agree", f"/actions/{proposed.pk}/agree"),
        ("action-told", f"/actions/{half.pk}/communicated"),
    ):
        page.goto(address)
        axe_clean(page)
        screenshot(page, name)
        assert_fits(page)


@pytest.mark.capability(38)
def test_weak_wording_is_answered_with_a_better_question_while_it_is_typed(
    page: Page,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    incident = acting(provider)
    signed_in(page, live_server, provider.people["team_manager"])
    page.goto(f"/incidents/{incident.reference}/actions/new")
    page.get_by_label("Short name").fill("Duty board")
    page.get_by_label("What will be different?").fill(WEAK)
    hints = page.get_by_label("What the wording suggests")
    expect(hints).to_contain_text("Wording worth a second look")
    expect(hints).to_contain_text("Suggested strength: weak")
    axe_clean(page)
