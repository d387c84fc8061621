"""The second operational example, walked by those the sources name: a late referral with its
reason, a lead that was only assumed, who owns what agreed by the partner in a browser of their
own, a step of the ladder, and the end with what became of the person's wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.interchange.exporting.folders import check
from tests.browser.fitting import assert_fits
from tests.factories import forums
from tests.factories.clients import client_for
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser
Check = Callable[[Page], None]
ACTION = "Change the lock with the housing officer."


@pytest.fixture
def incident(provider: Provider) -> Incident:
    """Nine days ago triage answered yes to immediate safeguarding escalation."""
    at = timezone.now() - dt.timedelta(days=9)
    made = make_incident(provider, at=at)
    answers = dict(decision_for(provider, made).answers)
    answers[TriageQuestion.SAFEGUARDING] = replace(
        answers[TriageQuestion.SAFEGUARDING], yes=True, reason="Friends use his flat and his card."
    )
    triaged(provider, made, at=at, answers=answers)
    return made


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = client_for(user).cookies[name].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


def sound(page: Page, axe_clean: Check) -> None:
    axe_clean(page)
    assert_fits(page)


def save(page: Page, button: str = "Save") -> None:
    page.get_by_role("button", name=button, exact=True).click()


def writes_day(page: Page, day: dt.date) -> None:
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part, exact=True).fill(str(value))


def threshold(page: Page, case: str, answer: str, why: str) -> None:
    page.goto(f"{case}threshold")
    page.get_by_label(answer, exact=True).check()
    page.get_by_label("Why?").fill(why)
    save(page)


@pytest.mark.capability(71)
@pytest.mark.capability(72)
@pytest.mark.capability(75)
@pytest.mark.capability(76)
@pytest.mark.capability(78)
@pytest.mark.capability(83)
def test_a_delayed_referral_is_worked_to_its_end_with_the_partner(
    page: Page,
    browser: Browser,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    incident: Incident,
    axe_clean: Check,
    screenshot: Callable[[Page, str], None],
    browser_context_args: dict[str, object],
) -> None:
    signed_in(page, live_server, provider.people["safeguarding_lead"])
    case = f"/incidents/{incident.reference}/safeguarding/"
    page.goto("/safeguarding/")
    expect(page.get_by_role("link", name=incident.reference)).to_be_visible()
    sound(page, axe_clean)
    screenshot(page, "safeguarding-log")

    # The threshold: no, and then yes, each with its reasons.
    threshold(page, case, "No", "He told the worker that he wants no fuss.")
    threshold(page, case, "Yes", "He cannot refuse them because of his needs.")
    expect(page.get_by_text("No, the threshold is not met")).to_be_visible()
    expect(page.get_by_text("Yes, the threshold is met")).to_be_visible()

    # The yes began a new wait, so this referral is in time; the late one is walked below.
    page.goto(f"{case}refer")
    page.get_by_label("Name of the agency").fill("Vale Council, adult safeguarding")
    page.get_by_label("How was it referred?").fill("By telephone, then the form")
    save(page)
    expect(page.get_by_text("Lead agency: assumed, not confirmed")).to_be_visible()
    sound(page, axe_clean)
    screenshot(page, "safeguarding-case")

    page.goto(f"{case}wishes")
    page.get_by_label("What does the person want to happen?").fill("My key back, and my flat.")
    save(page)

    # Who owns what: from the template to the partner's own browser.
    page.get_by_role("link", name="Draft who owns what with a partner").click()
    page.get_by_label("Partner agency").select_option("Vale Council, adult safeguarding")
    save(page, "Draft")
    sound(page, axe_clean)
    for number in range(5, 2, -1):
        page.get_by_role("link", name=f"Change task {number}").click()
        page.get_by_label("Take this task out").check()
        save(page)
    for number in (1, 2):
        page.get_by_role("link", name=f"Change task {number}").click()
        page.get_by_label("Person there").fill("Alex Reed")
        page.get_by_label("How to reach them").fill("01632 960100")
        page.get_by_label("Who steps in").fill("Duty manager")
        sound(page, axe_clean)
        save(page)
    page.get_by_role("button", name="Ask the partner by a link").click()
    page.get_by_label("E-mail address of the person at the agency").fill("alex.reed@vale.example")
    save(page, "Make the link")
    address = "/partner/" + str(page.locator("#link").text_content()).split("/partner/")[1]
    sound(page, axe_clean)
    page.get_by_role("button", name="Back to the agreement").click()
    screenshot(page, "interface-agreement")
    save(page, "Make a code to read out")
    code = str(page.locator("#code").text_content())

    theirs = browser.new_context(**browser_context_args)  # type: ignore[arg-type]
    partner = theirs.new_page()
    partner.goto(live_server.url + address.strip())
    sound(partner, axe_clean)
    screenshot(partner, "partner-code")
    partner.get_by_label("Your code").fill("000000" if code != "000 000" else "111111")
    save(partner, "Open")
    expect(partner.get_by_text("ask for a link of your own").first).to_be_visible()
    partner.get_by_label("Your code").fill(code)
    save(partner, "Open")
    expect(partner.get_by_role("heading", name="Who does what")).to_be_visible()
    expect(partner.locator("body")).not_to_contain_text(incident.reference)
    sound(partner, axe_clean)
    screenshot(partner, "partner-agreement")
    partner.get_by_label("I agree, for my agency").check()
    partner.get_by_label("Your name").fill("Alex Reed")
    partner.get_by_label("Your role").fill("Team manager")
    save(partner, "Send your answer")
    expect(partner.get_by_text("You have agreed")).to_be_visible()
    sound(partner, axe_clean)
    partner.goto(live_server.url + address.strip())
    expect(partner.get_by_text("This link has been used")).to_be_visible()
    theirs.close()

    # The lead is confirmed, a contact of the ladder is logged, an action is confirmed.
    page.goto(f"{case}lead")
    page.get_by_label("Confirmed", exact=True).check()
    page.get_by_label("Name of the agency and of the person").fill("Vale Council, Alex Reed")
    page.get_by_label("How do you know?").fill("Confirmed by the signed link")
    save(page)
    expect(page.get_by_text("Lead agency: confirmed")).to_be_visible()
    page.goto(f"{case}ladder")
    page.get_by_label("Which step of the ladder?").select_option(index=1)
    page.get_by_label("Who was contacted?").fill("Alex Reed")
    page.get_by_label("What is their role?").fill("Duty social worker")
    page.get_by_label("How?").fill("Telephone")
    page.get_by_label("What did they answer?").fill("Will decide tomorrow.")
    sound(page, axe_clean)
    save(page)
    expect(page.get_by_text("Answer: Will decide tomorrow.")).to_be_visible()

    # An action of ours, which the weekly huddle will ask about.
    page.goto(f"{case}action")
    page.get_by_label("What is to be done?").fill(ACTION)
    writes_day(page, timezone.localdate() + dt.timedelta(days=1))
    page.get_by_label("E-mail address of the colleague who does it").fill(
        provider.people["team_manager"].email
    )
    sound(page, axe_clean)
    save(page)
    expect(page.get_by_text(ACTION).first).to_be_visible()
    _huddle(page, live_server, provider, axe_clean)
    signed_in(page, live_server, provider.people["safeguarding_lead"])

    # The end: the authority's decision, and what became of the wish.
    page.goto(f"{case}acknowledge")
    page.get_by_label("Who at the agency acknowledged it?").fill("Alex Reed")
    save(page)
    page.goto(f"{case}decide")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("What was decided, and why?").fill("The three tests are met.")
    save(page)
    page.goto(f"{case}close")
    expect(page.get_by_text("On record: My key back, and my flat.")).to_be_visible()
    page.get_by_label("Met", exact=True).check()
    page.get_by_label("Why does the case end here?").fill("He has his key and his flat.")
    sound(page, axe_clean)
    save(page)
    expect(page.get_by_text("Outcome wanted: Met")).to_be_visible()
    sound(page, axe_clean)
    screenshot(page, "safeguarding-case-closed")
    _bundle(page, live_server, provider, incident, axe_clean)


def _huddle(page: Page, live_server: LiveServer, provider: Provider, axe_clean: Check) -> None:
    """The week's huddle hears that the action is done, and its minutes are approved."""
    meeting = forums.planned(provider)
    signed_in(page, live_server, provider.people["safeguarding_lead"])
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_role("button", name="Begin the meeting").click()
    page.get_by_text("Who is here:").click()
    for name in ("Test Safeguarding lead", "Test Team manager"):
        page.get_by_role("group", name=name).get_by_label("Present").check()
    page.get_by_role("group", name="Test Governance lead").get_by_label("Apologies").check()
    page.get_by_role("button", name="Save who is here").click()
    asked = page.get_by_role("group", name=ACTION)
    asked.get_by_label("Done", exact=True).check()
    page.get_by_label("Noted, nothing more to do here").check()
    sound(page, axe_clean)
    page.keyboard.press("Control+Enter")
    page.get_by_role("link", name="End the meeting").first.click()
    page.get_by_role("button", name="End the meeting").click()
    expect(page.get_by_text("Actions asked about: 1 done")).to_be_visible()
    page.get_by_role("button", name="Approve the minutes").click()
    expect(page.get_by_text("Minutes approved", exact=True).first).to_be_visible()


def _bundle(
    page: Page,
    live_server: LiveServer,
    provider: Provider,
    incident: Incident,
    axe_clean: Check,
) -> None:
    """Governance reads log, huddle and minutes in the bundle, and what it still lacks."""
    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto("/evidence/safeguarding/")
    expect(page.get_by_role("row").filter(has_text=incident.reference)).to_contain_text("Confirmed")
    expect(page.get_by_text("Something is missing")).to_have_count(1)
    expect(page.get_by_text("No sample of files was checked").first).to_be_visible()
    minutes = page.get_by_role("row").filter(has_text="Weekly safeguarding huddle")
    expect(minutes).to_contain_text("Test Safeguarding lead")
    sound(page, axe_clean)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it as a folder").click()
    assert check(Path(taken.value.path())).faults == ()


@pytest.mark.capability(71)
def test_a_late_referral_is_refused_until_it_says_why(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    incident: Incident,
    axe_clean: Check,
    screenshot: Callable[[Page, str], None],
) -> None:
    signed_in(page, live_server, provider.people["safeguarding_lead"])
    case = f"/incidents/{incident.reference}/safeguarding/"
    page.goto(f"{case}refer")
    page.get_by_label("Name of the agency").fill("Vale Council, adult safeguarding")
    page.get_by_label("How was it referred?").fill("By the form")
    save(page)
    expect(page.get_by_text("This step is later than your time limit").first).to_be_visible()
    expect(page.get_by_label("How was it referred?")).to_have_value("By the form")
    sound(page, axe_clean)
    screenshot(page, "safeguarding-late")
    page.get_by_label("Why is this late?").select_option("lead_assumed")
    save(page)
    expect(page.get_by_text("We thought that another agency was leading")).to_be_visible()
