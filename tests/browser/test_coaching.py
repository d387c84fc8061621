"""A scenario from an incident to a session that proves an action; a vignette sat on a phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.learning.coaching.models import Proof, Session, Sitting
from goldthread.domain.learning.scenarios.models import Scenario
from tests.factories import learning
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


@pytest.mark.capability(63)
@pytest.mark.capability(96)
def test_a_scenario_is_made_checked_used_in_a_session_and_proves_an_action(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    incident = learning.identifying_incident(provider)
    action = make_agreed(provider, make_incident(provider))

    # a reviewer makes it from an incident; one name is left at first
    signed_in(page, live_server, provider.people["reviewer"])
    page.goto(f"/incidents/{incident.reference}/")
    page.get_by_role("link", name="Make a scenario from it").click()
    expect(page.get_by_label("The story")).to_have_value(
        "[name] (NHS number [NHS number]) rang [team] at noon. Her brother [name] rang again, "
        "and [name] wrote it in the message book."
    )
    axe_clean(page)
    page.get_by_label("Title").fill("Two calls and a book")
    page.get_by_label("Escalation").check()
    page.get_by_label("The story").fill(
        "A relative rings twice. Verrigan is upset. Nobody rings back."
    )
    page.get_by_label("Question 1", exact=True).fill("Who rings back, and by when?")
    page.get_by_label("What a good answer to question 1 holds").fill("The duty worker, today.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("“Verrigan” in the story (name)")).to_be_visible()
    axe_clean(page)
    screenshot(page, "scenario-refused")
    page.get_by_role("link", name="Change the scenario").click()
    page.get_by_label("The story").fill("A relative rings twice and is upset. Nobody rings back.")
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Ask for it to be checked").click()
    expect(page.get_by_text("Draft, to be checked")).to_be_visible()

    # someone else checks it and puts it into the bank
    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto("/coaching/scenarios/")
    axe_clean(page)
    page.get_by_role("link", name="Two calls and a book").first.click()
    page.get_by_role("button", name="Check the scenario").click()
    axe_clean(page)
    page.get_by_role("group", name="Could anyone who knows").get_by_label("No").check()
    page.get_by_role("group", name="Are rare circumstances").get_by_label("Yes").check()
    page.get_by_label("Why could nobody be recognised?").fill("Only the calls are left.")
    page.get_by_role("button", name="Record the check").click()
    page.get_by_role("button", name="Publish the scenario").click()
    expect(page.get_by_text("In the bank", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Card for the table").click()
    axe_clean(page)
    assert fits(page)

    # a supervisor records a session with it, and uses it as evidence
    signed_in(page, live_server, provider.people["supervisor"])
    scenario = Scenario.objects.get()
    page.goto(f"/coaching/scenarios/{scenario.pk}/")
    page.get_by_role("button", name="Record a session with it").click()
    expect(page.get_by_label("Two calls and a book")).to_be_checked()
    axe_clean(page)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("When did it begin?").fill("0:05")
    page.get_by_role("group", name="Who came?").get_by_label("Test Reporter").check()
    page.get_by_label("What the group answered").fill("The duty worker, before five.")
    page.get_by_label("Meets it").check()
    axe_clean(page)
    page.get_by_role("button", name="Record the session").click()
    expect(page.get_by_text("1 of 2 who should have")).to_be_visible()
    axe_clean(page)
    screenshot(page, "coaching-session")
    assert fits(page)
    page.get_by_role("button", name="Use it as evidence").click()
    page.get_by_label("Which action?").select_option(value=str(action.pk))
    page.get_by_label("Training attendance").check()
    axe_clean(page)
    page.get_by_role("button", name="Use it as evidence").click()
    expect(page.get_by_role("heading", name="Evidence of")).to_be_visible()
    assert Proof.objects.get().action == action
    assert Session.objects.get().attendance.filter(attended=True).count() == 1


@pytest.mark.capability(79)
def test_a_supervisor_sits_a_vignette_with_someone_follows_it_up_and_sits_it_again(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    signed_in(page, live_server, provider.people["supervisor"])
    page.goto("/coaching/")
    axe_clean(page)
    page.get_by_role("button", name="Sit a vignette with someone").click()
    axe_clean(page)
    page.get_by_role("button", name="Sit it: Supervision vignette: safeguarding").click()
    axe_clean(page)
    page.get_by_label("Who sits it?").select_option(label="Test Reporter")
    for question, answer in (
        ("Did they name the three parts", "Yes"),
        ("Did they ask what he wants", "Yes"),
        ("Did they check that the council", "No"),
        ("Was the decision safe", "Yes"),
    ):
        page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("This was not a safe decision.")
    axe_clean(page)
    page.get_by_label("What will be done to help?").fill("Ring the duty desk together.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="Not yet a safe decision")).to_be_visible()
    axe_clean(page)
    screenshot(page, "vignette-to-follow-up")
    assert fits(page)

    page.goto("/my-work/")
    page.get_by_role("link", name="Follow up a vignette that was not safe").click()
    page.get_by_role("button", name="Sit it again").click()
    for group in page.get_by_role("group").filter(has=page.get_by_label("Yes", exact=True)).all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_label("Who sits it?").select_option(label="Test Reporter")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("heading", name="Safe decision", exact=True)).to_be_visible()
    first = Sitting.objects.get(retest__isnull=False)
    assert first.follow_up_by == timezone.localdate() + dt.timedelta(days=14)

    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto("/coaching/results")
    axe_clean(page)
    expect(page.get_by_text("1 of 1: 100%").first).to_be_visible()
    assert fits(page)
