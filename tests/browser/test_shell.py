"""The frame of every page in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.fitting import assert_fits
from tests.factories.provider import PASSWORD, Provider

pytestmark = pytest.mark.browser

TEXT = "Nobody answered the step-up call.\nWe called again at 14:05."


def _sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email address").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_and_every_component_are_free_of_accessibility_faults(
    page: Page, viewport: str, provider: Provider, axe_clean: Callable[[Page], None]
) -> None:
    page.goto("/account/sign-in")
    axe_clean(page)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    axe_clean(page)
    _sign_in(page, provider.people["triage_lead"].email)
    for address in ("/account/", "/account/sessions", "/account/second-factor/", "/design"):
        page.goto(address)
        axe_clean(page)
        assert_fits(page)
    page.get_by_role("button", name="Send").click()
    axe_clean(page)


def test_no_page_breaks_its_own_content_policy(page: Page, provider: Provider) -> None:
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    page.goto("/account/sign-in")
    _sign_in(page, provider.people["triage_lead"].email)
    for address in ("/account/", "/design", "/account/second-factor/totp/activate/"):
        page.goto(address)
    assert said == []


def test_text_survives_the_end_of_a_session(page: Page, provider: Provider) -> None:
    page.goto("/account/sign-in")
    _sign_in(page, provider.people["triage_lead"].email)
    page.goto("/design")
    page.get_by_label("What happened?").fill(TEXT)
    Session.objects.all().delete()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("What you typed is safe")).to_be_visible()
    _sign_in(page, provider.people["triage_lead"].email)
    expect(page.get_by_label("What happened?")).to_have_value(TEXT)


def test_an_answer_reveals_what_it_asks_for(page: Page, provider: Provider) -> None:
    page.goto("/account/sign-in")
    _sign_in(page, provider.people["triage_lead"].email)
    page.goto("/design")
    group = page.get_by_role("group", name="Does a partner agency need to know?")
    expect(page.get_by_label("Which one?")).to_be_hidden()
    group.get_by_label("Yes").check()
    expect(page.get_by_label("Which one?")).to_be_visible()
    group.get_by_label("No", exact=True).check()
    expect(page.get_by_label("Which one?")).to_be_hidden()


def test_without_script_a_form_shows_all_its_fields(
    browser: Browser, live_server: LiveServer, provider: Provider
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/account/sign-in")
    _sign_in(page, provider.people["triage_lead"].email)
    page.goto("/design")
    expect(page.get_by_label("Which one?")).to_be_visible()
    context.close()
