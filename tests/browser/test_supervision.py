"""A supervisor's month: begun, prompts answered, a vignette sat, private notes kept, evidence made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.learning.supervision.models import Session
from tests.factories import supervision as made
from tests.factories.actions import make_agreed
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


@pytest.mark.capability(4)
@pytest.mark.capability(108)
@pytest.mark.capability(114)
def test_a_supervisors_month(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    action = make_agreed(provider, make_incident(provider))
    made.pair_of(provider, days_ago=40)

    # a governance lead brings a prompt for an action
    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto(f"/actions/{action.pk}/")
    axe_clean(page)
    page.get_by_role("link", name="Bring a prompt to supervision").click()
    axe_clean(page)
    page.get_by_label("The question").fill(made.QUESTION)
    page.get_by_label("Whose supervision?").select_option(label="Alder Team")
    last = timezone.localdate() + dt.timedelta(days=90)
    for part, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_role("button", name="Bring it").click()
    expect(page.get_by_text("0 of 3")).to_be_visible()
    axe_clean(page)

    # the supervisor finds that the session is late, and records it
    signed_in(page, live_server, provider.people["supervisor"])
    page.goto("/my-work/")
    page.get_by_role("link", name="Hold supervision").click()
    expect(page.get_by_text("Overdue,")).to_be_visible()
    axe_clean(page)
    page.get_by_role("button", name="Record a session").click()
    axe_clean(page)
    page.get_by_role("button", name="Record the session").click()
    expect(page.get_by_role("alert")).to_contain_text("Say whether this was discussed")
    axe_clean(page)
    page.get_by_label("Discussed", exact=True).check()
    page.get_by_label("What was said, or why").fill("Two people; the duty senior was rung.")
    page.get_by_role("group", name="Did you ask how they are?").get_by_label("Yes").check()
    page.get_by_label("Private note").fill(made.NOTE)
    page.get_by_role("button", name="Record the session").click()
    expect(page.get_by_text(made.NOTE)).to_be_visible()
    axe_clean(page)
    screenshot(page, "supervision-session")
    assert fits(page)

    # a vignette in the session
    page.get_by_role("link", name="Supervision vignette: safeguarding threshold").click()
    axe_clean(page)
    page.get_by_label("Who sits it?").select_option(label="Test Reporter")
    for group in page.get_by_role("group").filter(has=page.get_by_label("Yes", exact=True)).all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="Vignettes")).to_be_visible()

    # the session proves the action, without a private word
    page.get_by_role("button", name="Use it as evidence").click()
    page.get_by_label("Which action?").select_option(value=str(action.pk))
    axe_clean(page)
    page.get_by_role("button", name="Use it as evidence").click()
    expect(page.get_by_role("heading", name="Evidence of")).to_be_visible()
    page.goto(f"/actions/{action.pk}/")
    expect(page.get_by_text("discussed with 1 of 3")).to_be_visible()
    expect(page.get_by_text(made.NOTE)).to_have_count(0)
    axe_clean(page)
    assert fits(page)

    # the manager reads that it took place, and no private note
    session = Session.objects.get()
    signed_in(page, live_server, provider.people["team_manager"])
    page.goto("/supervision/")
    axe_clean(page)
    page.goto(f"/supervision/sessions/{session.pk}/")
    expect(page.get_by_text(made.QUESTION)).to_be_visible()
    expect(page.get_by_text(made.NOTE)).to_have_count(0)

    # governance reads counts
    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto("/supervision/counts")
    axe_clean(page)
    expect(page.get_by_text("1 of 1").first).to_be_visible()
    assert fits(page)
