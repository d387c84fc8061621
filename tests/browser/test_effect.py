"""A verifier types what was counted before and after a change, and reads what it shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.fitting import assert_fits
from tests.browser.test_actions import signed_in
from tests.factories import verification as made
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser


@pytest.mark.capability(53, 55)
def test_figures_before_and_after_are_typed_and_answered_in_plain_words(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    def look(name: str) -> None:
        axe_clean(page)
        screenshot(page, name)
        assert_fits(page)

    plan = made.measured(provider)
    signed_in(page, live_server, provider.people["verifier"])
    page.goto(f"/verification/{plan.pk}/")
    look("verification-measure-registered")
    page.get_by_role("link", name="Amend what is measured").click()
    look("verification-measure-amend")
    page.goto(f"/verification/{plan.pk}/")
    page.get_by_role("link", name="Compare before and after").click()
    page.get_by_label("Counted before the change").fill("12")
    page.get_by_label("Over how much, before").fill("12")
    page.get_by_label("Counted since the change").fill("4")
    page.get_by_label("Over how much, since").fill("6")
    page.get_by_label("Month by month").fill("0 1 0 1 0 1 0 1 0 2 3 3")
    page.get_by_label("Where do the figures come from?").fill("The rota, counted by the office.")
    look("verification-effect-form")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Too early or too few to tell")
    expect(page.get_by_text("The change followed a bad spell")).to_be_visible()
    look("verification-effect")
    signed_in(page, live_server, provider.people["team_manager"])
    page.reload()
    look("verification-effect-as-owner")
    page.goto(f"/verification/{plan.pk}/")
    expect(page.get_by_role("link", name="Compare before and after")).to_have_count(0)
    look("verification-effect-on-plan")
