"""Charts in a real browser: each picture arrives, in the width that suits, on page and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fitting import assert_fits
from tests.factories.provider import PASSWORD, Provider

pytestmark = pytest.mark.browser

ARRIVED = """() => [...document.querySelectorAll('.gt-chart__picture')].map(image =>
    [image.complete && image.naturalWidth > 0, image.currentSrc.includes('narrow')])"""


def test_every_chart_arrives_in_the_width_that_suits(
    page: Page, viewport: str, provider: Provider
) -> None:
    page.goto("/account/sign-in")
    page.get_by_label("Email address").fill(provider.people["triage_lead"].email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.goto("/design")
    page.wait_for_load_state("networkidle")
    arrived = page.evaluate(ARRIVED)
    assert len(arrived) > 5
    assert arrived == [[True, viewport == "phone"]] * len(arrived)
    numbers = page.get_by_role("region", name="The numbers of Restraints at Larch House")
    expect(numbers).to_be_hidden()
    page.locator("summary", has_text="Restraints at Larch House").click()
    expect(numbers.get_by_role("rowheader", name="9 February 2024")).to_be_visible()
    assert_fits(page)
