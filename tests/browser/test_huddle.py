"""A safeguarding lead runs the weekly huddle by keyboard; next week nobody does, and they hear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums import operations
from goldthread.domain.governance.forums.models import ActionCheck, Meeting
from goldthread.domain.governance.forums.terms import Status
from goldthread.domain.incidents.models import Incident
from goldthread.notices.reminders import sweep
from tests.browser.fitting import assert_fits
from tests.factories import forums as made
from tests.factories.actions import make_agreed
from tests.factories.clients import client_for
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser


def signed_in(page: Page, live_server: LiveServer, user: User) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = client_for(user).cookies[name].value
    page.context.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])


@pytest.mark.capability(77)
@pytest.mark.capability(78)
@pytest.mark.capability(111)
def test_a_safeguarding_lead_runs_the_weekly_huddle_on_one_screen(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    for title in ("Ring the council’s duty desk", "Meet the family with an advocate"):
        case = made.safeguarding_case(provider)
        make_agreed(provider, Incident.objects.get(pk=case.incident_id), title=title)
    made.safeguarding_case(provider)
    meeting = made.planned(provider, weeks_ago=1)
    today = Meeting.objects.get(slot_on=timezone.localdate())
    operations.not_held(meeting, "Everyone was at training.", by=provider.people["team_manager"])
    signed_in(page, live_server, provider.people["safeguarding_lead"])

    page.goto("/meetings/")
    axe_clean(page)
    page.goto(f"/meetings/{today.pk}/")
    axe_clean(page)
    screenshot(page, "huddle-before")
    page.get_by_role("button", name="Begin the meeting").click()

    # who is here
    page.get_by_text("Who is here:").click()
    for name in ("Test Safeguarding lead", "Test Team manager"):
        page.get_by_role("group", name=name).get_by_label("Present").check()
    page.get_by_role("group", name="Test Governance lead").get_by_label("Apologies").check()
    axe_clean(page)
    page.get_by_role("button", name="Save who is here").click()
    expect(page.get_by_text("2 people present, 3 expected, quorum 2")).to_be_visible()

    # the first item by keyboard alone: its action is done
    done = page.get_by_role("group", name="Ring the council’s duty desk").get_by_label(
        "Done", exact=True
    )
    done.focus()
    page.keyboard.press("Space")
    page.get_by_label("Noted, nothing more to do here").focus()
    page.keyboard.press("Space")
    axe_clean(page)
    screenshot(page, "huddle-runner")
    assert_fits(page)
    page.keyboard.press("Control+Enter")

    # the second: not done, with what stands in the way, and a new action
    expect(page.get_by_text("Item 2 of 3")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="INC-")).to_be_focused()
    page.get_by_role("group", name="Meet the family with an advocate").get_by_label(
        "Not done"
    ).focus()
    page.keyboard.press("Space")
    page.get_by_label("What stands in the way?").fill("No advocate before Thursday.")
    page.get_by_label("Decided", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("What was decided").fill("Ask the second advocacy service today.")
    page.get_by_text("Make an action of it").click()
    page.get_by_label("What will be done?").fill("Ask the second advocacy service")
    page.get_by_label("By whom?").select_option(label="Test Team manager")
    due = timezone.localdate() + dt.timedelta(days=2)
    for part, value in (("Day", due.day), ("Month", due.month), ("Year", due.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    axe_clean(page)
    page.keyboard.press("Alt+ArrowDown")

    # the third: only noted, and back once to see that the second was saved
    expect(page.get_by_text("Item 3 of 3")).to_be_visible()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text("Ask the second advocacy service (Test Team manager")).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_text("Item 3 of 3")).to_be_visible()
    page.get_by_label("Noted, nothing more to do here").check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Item 3 of 3")).to_be_visible()

    page.get_by_role("link", name="End the meeting").first.click()
    axe_clean(page)
    page.get_by_role("button", name="End the meeting").click()
    expect(page.get_by_text("Actions asked about: 1 done, 1 not done.")).to_be_visible()
    axe_clean(page)
    screenshot(page, "huddle-minutes")
    assert_fits(page)
    page.get_by_role("button", name="Approve the minutes").click()
    expect(page.get_by_text("Minutes approved", exact=True).first).to_be_visible()

    assert Meeting.objects.get(pk=today.pk).status == Status.APPROVED
    assert sorted(ActionCheck.objects.values_list("checked", flat=True)) == ["done", "not_done"]
    assert Action.objects.get(title="Ask the second advocacy service").due_on == due


@pytest.mark.capability(77)
def test_a_week_without_a_huddle_is_told_and_stands_on_my_work(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    made.planned(provider, weeks_ago=1)
    sweep()
    signed_in(page, live_server, provider.people["safeguarding_lead"])
    page.goto("/my-work/")
    page.get_by_role("link", name="Hold the meeting: Weekly safeguarding huddle").first.click()
    expect(page.get_by_text("This meeting was missed")).to_be_visible()
    axe_clean(page)
    screenshot(page, "huddle-missed")
    assert_fits(page)
    page.get_by_role("button", name="It was not held").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it was not held")
    axe_clean(page)
    page.get_by_label("Why was it not held").fill("Two of three were ill. Cases were rung through.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Two of three were ill. Cases were rung through.")).to_be_visible()
    page.goto("/my-work/notices/")
    expect(page.get_by_text("Past its limit: Weekly meeting to hold")).to_be_visible()
    signed_in(page, live_server, provider.people["governance_lead"])
    page.goto("/my-work/notices/")
    expect(page.get_by_text("Still open: Weekly meeting to hold").first).to_be_visible()


def test_the_settings_of_forums_are_free_of_accessibility_faults(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
) -> None:
    forum = made.make_forum(provider)
    signed_in(page, live_server, provider.people["administrator"])
    for address in ("", "new", f"{forum.pk}/", f"{forum.pk}/terms"):
        page.goto(f"/settings/forums/{address}")
        axe_clean(page)
        assert_fits(page)
