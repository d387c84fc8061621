"""Reporting in a real browser: without script, without signal, by every route."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.domain.incidents.models import Incident
from tests.factories.provider import PASSWORD, Provider

pytestmark = pytest.mark.browser

TOLD = "The planned visit did not take place because the rota had changed and nobody was told."
Axe = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def sign_in(page: Page, provider: Provider, role: str = "reporter") -> None:
    page.goto("/account/sign-in")
    page.get_by_label("Email address").fill(provider.people[role].email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


@pytest.mark.capability(11)
@pytest.mark.capability(13)
def test_a_no_harm_report_without_script(
    browser: Browser, live_server: LiveServer, provider: Provider
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    sign_in(page, provider)
    page.goto("/report/")
    page.get_by_label("No", exact=True).check()
    go_on(page)
    page.get_by_label("Incident").check()
    go_on(page)
    page.get_by_label("What happened?").fill(TOLD)
    go_on(page)
    page.get_by_label("Yesterday").check()
    go_on(page)
    go_on(page)  # the team is theirs
    page.get_by_label("No, nobody").check()
    go_on(page)
    go_on(page)  # nothing was done straight away
    expect(page.get_by_text("A reader could not tell")).to_be_visible()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", name="Your report was received")).to_be_visible()
    assert Incident.objects.get().narrative == TOLD
    context.close()


@pytest.mark.capability(12)
@pytest.mark.capability(119)
def test_an_anonymous_report_is_followed_by_its_code(
    page: Page, viewport: str, provider: Provider, axe_clean: Axe, screenshot: Shot
) -> None:
    page.goto(f"/r/{provider.team.report_token}/")
    axe_clean(page)
    page.get_by_role("link", name="I want to stay anonymous").click()
    axe_clean(page)
    page.get_by_label("No", exact=True).check()
    go_on(page)
    axe_clean(page)
    page.get_by_label("Good care").check()
    go_on(page)
    page.get_by_label("What happened?").fill("Nurse John Smith stayed late. " + TOLD)
    expect(page.get_by_text("This may tell who someone is")).to_be_visible()
    axe_clean(page)
    screenshot(page, "report-what-happened")
    go_on(page)
    page.get_by_label("I do not know when").check()
    axe_clean(page)
    go_on(page)
    axe_clean(page)
    go_on(page)
    axe_clean(page)
    screenshot(page, "report-check")
    page.get_by_role("button", name="Send report").click()
    axe_clean(page)
    code = page.locator("#follow-up-code").inner_text()
    page.get_by_role("button", name="I have kept my code").click()
    axe_clean(page)
    page.get_by_label("Your follow-up code").fill(code.lower())
    page.get_by_role("button", name="Open my report").click()
    assert code not in page.url
    expect(page.get_by_role("heading", name="Read and decided")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Write to the patient-safety team").fill("It was on the second floor.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("It was on the second floor.")).to_be_visible()
    assert Incident.objects.get().reported_by is None


@pytest.mark.capability(9)
@pytest.mark.capability(14)
def test_someone_unsafe_is_alerted_of_first_and_the_rest_told_after(
    page: Page, viewport: str, provider: Provider, axe_clean: Axe, screenshot: Shot
) -> None:
    sign_in(page, provider)
    page.goto("/report/")
    axe_clean(page)
    screenshot(page, "report-unsafe-now")
    page.get_by_label("Yes", exact=True).check()
    go_on(page)
    expect(page.get_by_text("Act first, then write")).to_be_visible()
    axe_clean(page)
    page.get_by_label("Who is unsafe, and what is happening?").fill("She left home in distress.")
    page.get_by_role("button", name="Send the alert now").click()
    expect(page.get_by_role("button", name="Tell the rest")).to_be_visible()
    assert Incident.objects.get().unsafe_now
    axe_clean(page)
    page.get_by_role("button", name="Tell the rest").click()
    page.get_by_label("Incident").check()
    go_on(page)
    page.get_by_label("What happened?").fill(
        "The dose was missed. A safeguarding concern was raised."
    )
    go_on(page)
    page.get_by_label("Today").check()
    go_on(page)
    go_on(page)
    page.get_by_label("Yes, or I am not sure").check()
    go_on(page)
    page.get_by_label("Person using the service").check()
    page.get_by_label("Moderate physical harm").check()
    axe_clean(page)
    screenshot(page, "report-person")
    go_on(page)
    axe_clean(page)
    page.get_by_label("No", exact=True).check()
    go_on(page)
    page.get_by_label("What was done straight away?").fill("The duty worker went to see her.")
    go_on(page)
    page.get_by_label("Step 1: what happened?").fill("The dose was missed")
    axe_clean(page)
    go_on(page)
    expect(page.get_by_role("heading", name="A little more about this")).to_be_visible()
    axe_clean(page)
    go_on(page)
    page.get_by_role("link", name="Change photographs and files").click()
    axe_clean(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send the rest").click()
    axe_clean(page)
    screenshot(page, "report-received")
    page.get_by_role("button", name="Follow your report").click()
    axe_clean(page)
    screenshot(page, "report-followed")
    incident = Incident.objects.get()
    assert (incident.physical_harm, incident.narrative) == (
        "moderate",
        "She left home in distress.",
    )


def ready_offline(page: Page, provider: Provider) -> None:
    """The offline form is kept on the device, as after any visit to the report page."""
    sign_in(page, provider)
    page.goto("/report/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/report/offline/")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    expect(page.locator("html[data-gt-ready]")).to_have_count(1)


def fill_offline(page: Page) -> None:
    page.get_by_role("group", name="Is anyone unsafe now?").get_by_label("No").check()
    page.get_by_label("Near miss").check()
    page.get_by_label("What happened?").fill(TOLD)
    page.get_by_label("Today").check()


@pytest.mark.capability(11)
def test_a_report_written_without_signal_arrives_exactly_once(
    page: Page,
    context: BrowserContext,
    viewport: str,
    provider: Provider,
    axe_clean: Axe,
    screenshot: Shot,
) -> None:
    ready_offline(page, provider)
    axe_clean(page)
    context.set_offline(True)
    page.goto("/report/")  # any page opens as the offline form
    expect(page.get_by_text("There is no signal.")).to_be_visible()
    fill_offline(page)
    page.wait_for_timeout(600)
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value(TOLD)
    page.get_by_role("button", name="Send as soon as there is signal").dblclick()
    expect(page.get_by_text("1 report waiting to be sent.")).to_be_visible()
    axe_clean(page)
    screenshot(page, "report-without-signal")
    page.reload()
    expect(page.get_by_text("1 report waiting to be sent.")).to_be_visible()
    assert not Incident.objects.exists()
    context.set_offline(False)
    expect(page.get_by_text("Sent: INC-")).to_be_visible(timeout=15_000)
    page.evaluate("dispatchEvent(new Event('online'))")  # a flickering signal takes nothing away
    page.wait_for_timeout(600)
    expect(page.get_by_text("Sent: INC-")).to_be_visible()
    page.reload()
    expect(page.get_by_text("waiting to be sent")).to_have_count(0)
    assert Incident.objects.get().narrative == TOLD


@pytest.mark.capability(11)
def test_a_queued_report_waits_for_its_writer_to_sign_in(
    page: Page, context: BrowserContext, provider: Provider
) -> None:
    ready_offline(page, provider)
    context.set_offline(True)
    fill_offline(page)
    page.get_by_role("button", name="Send as soon as there is signal").click()
    expect(page.get_by_text("1 report waiting to be sent.")).to_be_visible()
    context.clear_cookies()
    context.set_offline(False)
    expect(page.get_by_role("link", name="Sign in to send it")).to_be_visible()
    assert not Incident.objects.exists()
    page.get_by_role("link", name="Sign in to send it").click()
    page.get_by_label("Email address").fill(provider.people["reporter"].email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Sent: INC-")).to_be_visible()
    assert Incident.objects.count() == 1


LEFT = """new Promise(resolve => {
    const opening = indexedDB.open("goldthread-reports");
    opening.onsuccess = () => {
        const all = opening.result.transaction("waiting").objectStore("waiting").getAll();
        all.onsuccess = () => { opening.result.close(); resolve(all.result.map(one => one.owner)) };
    };
})"""


@pytest.mark.capability(11)
def test_signing_out_warns_of_what_waits_and_deletes_only_what_is_theirs(
    page: Page, context: BrowserContext, provider: Provider
) -> None:
    ready_offline(page, provider)
    page.evaluate("goldthreadQueue.put({key: 'another', owner: 'someone else', fields: []})")
    context.set_offline(True)
    fill_offline(page)
    page.get_by_role("button", name="Send as soon as there is signal").click()
    expect(page.get_by_text("1 report waiting to be sent.")).to_be_visible()
    expect(page.get_by_text("1 report of someone else waiting on this device")).to_be_visible()
    context.route("**/report/queue", lambda route: route.abort())
    context.set_offline(False)
    page.goto("/report/")
    expect(page.get_by_text("1 report waiting to be sent.")).to_be_visible()
    answers = iter(["dismiss", "accept"])
    asked: list[str] = []

    def reply(dialog: Dialog) -> None:
        asked.append(dialog.message)
        getattr(dialog, next(answers))()

    page.on("dialog", reply)
    leave = page.get_by_role("banner").get_by_role("button", name="Sign out")
    leave.click()
    assert len(page.evaluate(LEFT)) == 2
    leave.click()
    page.wait_for_url("**/account/sign-in**")
    assert "1 report on this device could not be sent yet" in asked[0]
    assert page.evaluate(LEFT) == ["someone else"]
    assert page.evaluate("localStorage.getItem('gt-known')") is None
