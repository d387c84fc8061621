"""Being open about one incident, in Chromium, at phone and desktop width, without a fault for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from tests.factories.candour import harmful_incident, send, supported
from tests.factories.clients import client_for
from tests.factories.provider import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]


def sign_in(page: Page, user: User, live_server: LiveServer) -> None:
    """Carry a session of the person into the browser."""
    session = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def go_on(page: Page, answer: str, axe_clean: Check) -> None:
    """Choose an answer of the tool and continue."""
    page.get_by_label(answer, exact=True).check()
    axe_clean(page)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.capability(25)
def test_the_candour_decision_is_made_on_a_phone_or_a_desktop(
    page: Page,
    live_server: LiveServer,
    provider: Provider,
    viewport: str,
    axe_clean: Check,
    screenshot: Callable[[Page, str], None],
) -> None:
    incident = harmful_incident(provider)
    sign_in(page, provider.people["triage_lead"], live_server)
    page.goto(f"/incidents/{incident.reference}/openness/")
    axe_clean(page)
    page.get_by_role("button", name="Decide whether the duty").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose an answer to go on")
    go_on(page, "Yes", axe_clean)
    go_on(page, "Yes", axe_clean)
    screenshot(page, "candour-decision")
    go_on(page, "Prolonged psychological harm", axe_clean)
    page.get_by_label("Which healthcare professional's opinion").fill("Test Nurse, nurse")
    page.get_by_label("Why?").fill("Distress for five weeks.")
    axe_clean(page)
    page.get_by_role("button", name="Record this decision").click()
    expect(page.get_by_role("alert")).to_contain_text("the duty of candour applies")
    expect(page.get_by_role("button", name="Say who is to be told")).to_be_visible()
    axe_clean(page)
    screenshot(page, "openness")


@pytest.mark.capability(25)
def test_the_follow_up_letter_is_written_and_confirmed(
    page: Page, live_server: LiveServer, provider: Provider, viewport: str, axe_clean: Check
) -> None:
    incident = supported(provider).incident
    send(provider, incident, "openness_note")
    sign_in(page, provider.people["reviewer"], live_server)
    page.goto(f"/incidents/{incident.reference}/openness/letters/new")
    axe_clean(page)
    page.get_by_role("link", name="Letter after telling someone in person").click()
    axe_clean(page)
    page.get_by_role("button", name="Make the letter").click()
    expect(page.get_by_text("Still to be filled in before it can be sent")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Letter", exact=True).fill("Dear Robin\n\nWe are sorry.")
    page.get_by_role("button", name="Save, and go on").click()
    page.get_by_label("By post").check()
    today = timezone.localdate()
    for part in ("Day", "Month", "Year"):
        page.get_by_label(part).fill(str(getattr(today, part.lower())))
    axe_clean(page)
    page.get_by_role("button", name="Record as sent").click()
    expect(page.get_by_role("article")).to_contain_text("We are sorry.")
    axe_clean(page)
    page.goto(f"/incidents/{incident.reference}/openness/written")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("alert")).to_contain_text("The written follow-up is done")


@pytest.mark.capability(26)
def test_the_engagement_log_asks_only_what_the_answer_needs(
    page: Page, live_server: LiveServer, provider: Provider, viewport: str, axe_clean: Check
) -> None:
    incident = harmful_incident(provider)
    sign_in(page, provider.people["supervisor"], live_server)
    page.goto(f"/incidents/{incident.reference}/openness/engagement")
    expect(page.get_by_label("Why not?")).to_be_hidden()
    page.get_by_label("No", exact=True).check()
    expect(page.get_by_label("Why not?")).to_be_visible()
    expect(page.get_by_label("What did they say?")).to_be_hidden()
    page.get_by_label("Why not?").fill("He asked us not to.")
    axe_clean(page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("He asked us not to.")).to_be_visible()
