"""Decision tools in Chromium, at phone and desktop width, without a fault for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.decision_tools import queries
from goldthread.decision_tools.models import Run
from tests.browser.fitting import assert_fits
from tests.browser.test_openness import go_on, sign_in
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]
CODE = "safeguarding_threshold"


def wait_for(page: Page, words: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(words)


@pytest.mark.capability(74)
def test_a_safeguarding_lead_decides_no_with_reasons_in_a_corridor(
    page: Page,
    live_server: LiveServer,
    provider: Provider,
    viewport: str,
    axe_clean: Check,
    screenshot: Picture,
) -> None:
    # given an incident and the lead's phone
    incident = make_incident(provider)
    sign_in(page, provider.people["safeguarding_lead"], live_server)
    page.goto(f"/incidents/{incident.reference}/")
    page.get_by_role("link", name="Decision tools").click()
    axe_clean(page)
    page.get_by_role("link", name="Is this a safeguarding concern to refer?").click()

    # when one question a screen is answered, and one answer changed from the end
    page.get_by_role("button", name="Continue").click()
    wait_for(page, "Choose an answer to go on")
    go_on(page, "No", axe_clean)
    screenshot(page, "safeguarding-question")
    go_on(page, "No", axe_clean)
    go_on(page, "Yes", axe_clean)
    go_on(page, "No", axe_clean)
    page.get_by_role("link", name="Back to the question before").click()
    go_on(page, "No", axe_clean)
    go_on(page, "Yes", axe_clean)
    page.get_by_role("link", name="Change the answer to The three-part test").click()
    go_on(page, "No", axe_clean)
    expect(page.get_by_role("heading", name="Not a section 42 concern")).to_be_visible()

    # then it is refused without its reason, and recorded with it
    page.get_by_role("button", name="Record this decision").click()
    wait_for(page, "Write this down: Why is the test not met? Say which part")
    axe_clean(page)
    reason = "Second part: nothing suggests abuse or neglect."
    page.get_by_label("Why is the test not met?").fill(reason)
    page.get_by_role("button", name="Record this decision").click()
    wait_for(page, "Recorded")
    expect(page.get_by_text(reason)).to_be_visible()
    expect(page.get_by_text("Decided by Test Safeguarding lead")).to_be_visible()
    assert_fits(page)
    axe_clean(page)
    screenshot(page, "safeguarding-decision")
    page.get_by_role("link", name=f"Decisions about {incident.reference}").click()
    expect(page.get_by_role("link", name="Not a section 42 concern")).to_be_visible()
    axe_clean(page)


def test_an_administrator_is_refused_a_dead_end_mends_it_previews_and_publishes(
    page: Page,
    live_server: LiveServer,
    provider: Provider,
    viewport: str,
    axe_clean: Check,
    screenshot: Picture,
) -> None:
    # given a draft of the safeguarding tool
    sign_in(page, provider.people["administrator"], live_server)
    page.goto(f"/decision-tools/{CODE}/")
    axe_clean(page)
    page.get_by_role("button", name="Change it").click()
    assert_fits(page)
    axe_clean(page)
    screenshot(page, "decision-tool-draft")

    # when an answer is added that leads nowhere, it cannot be published
    page.get_by_role("link", name="Change Is anyone in danger now").click()
    page.get_by_label("Question", exact=True).fill("Is anyone in danger at this moment?")
    page.get_by_text("Add answers").click()
    page.get_by_label("Answer 3", exact=True).fill("Nobody can tell")
    assert_fits(page)
    axe_clean(page)
    screenshot(page, "decision-tool-question")
    page.get_by_role("button", name="Save in the draft").click()
    page.get_by_label("What changed, and why?").fill("A clearer first question")
    page.get_by_role("button", name="Publish version 2").click()
    refused = page.get_by_role("link", name="Answer “Nobody can tell” of question “Is anyone in")
    expect(refused).to_contain_text("leads nowhere yet")
    axe_clean(page)

    # then it is mended where the link leads, previewed and published
    refused.click()
    page.get_by_label("Answer 3 leads to").select_option(
        label="Outcome: Ask for advice now: a part of the test is not clear"
    )
    page.get_by_role("button", name="Save in the draft").click()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Preview of draft version 2.")).to_be_visible()
    go_on(page, "Nobody can tell", axe_clean)
    expect(page.get_by_role("heading", name="Ask for advice now")).to_be_visible()
    axe_clean(page)
    page.get_by_role("link", name="The draft").click()
    expect(page.get_by_text("Answer “Nobody can tell” of question").first).to_be_visible()
    page.get_by_label("What changed, and why?").fill("A clearer first question")
    page.get_by_role("button", name="Publish version 2").click()
    wait_for(page, "Version 2 is in use from now on.")
    page.get_by_role("link", name="What changed in version 2").click()
    expect(page.get_by_text("Is anyone in danger at this moment?").first).to_be_visible()
    assert_fits(page)
    axe_clean(page)
    assert Run.objects.count() == 0


def test_a_decision_that_is_open_ends_with_the_version_it_began_with(
    page: Page, live_server: LiveServer, provider: Provider, viewport: str, axe_clean: Check
) -> None:
    # given a decision under way
    incident = make_incident(provider)
    sign_in(page, provider.people["safeguarding_lead"], live_server)
    page.goto(f"/decision-tools/{CODE}/use")
    axe_clean(page)
    page.get_by_label("Which incident is it about?").fill(incident.reference)
    page.get_by_role("button", name="Continue").click()
    go_on(page, "No", axe_clean)

    # when an administrator publishes another version on the same machine
    sign_in(page, provider.people["administrator"], live_server)
    begun = page.url
    page.goto(f"/decision-tools/{CODE}/")
    page.get_by_role("button", name="Change it").click()
    page.get_by_label("What changed, and why?").fill("Nothing but a number")
    page.get_by_role("button", name="Publish version 2").click()
    wait_for(page, "Version 2 is in use")

    # then the one under way goes on with version 1
    sign_in(page, provider.people["safeguarding_lead"], live_server)
    page.goto(begun)
    for answer in ("No", "No", "No"):
        go_on(page, answer, axe_clean)
    page.get_by_label("Why is the test not met?").fill("No needs of care or support.")
    page.get_by_role("button", name="Record this decision").click()
    wait_for(page, "Recorded")
    expect(page.get_by_text("Version 1.")).to_be_visible()
    assert queries.current(provider.organisation.pk, CODE).number == 2


@pytest.mark.parametrize("code", [CODE, "escalation", "positive_risk_taking", "triage_tier"])
def test_a_whole_tool_prints_on_one_page(
    page: Page, live_server: LiveServer, provider: Provider, code: str
) -> None:
    sign_in(page, provider.people["reviewer"], live_server)
    page.goto(f"/decision-tools/{code}/")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 1
