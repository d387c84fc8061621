"""Auditing on a phone in a building without signal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from goldthread.domain.verification.models import Round
from tests.browser.test_reporting import sign_in
from tests.factories.provider import Provider
from tests.factories.verification import PASSES, drawn, first_round, running

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]


@pytest.fixture
def row(provider: Provider) -> Round:
    plan = running(provider, more={"instrument": "escalation_file_audit", "sample_size": 3})
    return drawn(provider, first_round(plan), size=8)


def taken_along(page: Page, provider: Provider, row: Round) -> None:
    """The verifier has the round on the device."""
    sign_in(page, provider, "verifier")
    page.goto(f"/verification/rounds/{row.pk}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    page.get_by_role("button", name="Take this round with you").click()
    expect(page.get_by_text("open on this device without signal")).to_be_visible()


def answer(page: Page) -> None:
    """The case on the screen passes."""
    for name, value in PASSES.items():
        page.locator(f"input[name$='-{name}'][value='{value}']").check()
    page.get_by_role("button", name="Save and go on").click()


@pytest.mark.capability(51)
def test_a_round_is_checked_without_signal_and_arrives_when_it_is_back(
    page: Page,
    context: BrowserContext,
    viewport: str,
    provider: Provider,
    row: Round,
    axe_clean: Axe,
) -> None:
    taken_along(page, provider, row)
    axe_clean(page)
    first, second, third = row.cases.all()

    context.set_offline(True)
    page.goto(f"/verification/cases/{first.pk}/")
    expect(page.get_by_text("There is no signal. You can go on checking.")).to_be_visible()
    answer(page)
    page.wait_for_url(f"**/verification/cases/{second.pk}/")
    expect(page.get_by_text("1 check on this device")).to_be_visible()
    axe_clean(page)
    answer(page)
    page.wait_for_url(f"**/verification/cases/{third.pk}/")
    expect(page.get_by_text("2 checks on this device")).to_be_visible()
    assert not row.cases.filter(response__isnull=False).exists()

    context.set_offline(False)
    expect(page.get_by_text("Sent: case 1, case 2.")).to_be_visible(timeout=15_000)
    answer(page)
    page.wait_for_url(f"**/verification/rounds/{row.pk}/")
    assert row.cases.filter(response__isnull=False).count() == 3


@pytest.mark.capability(51)
def test_signing_out_leaves_neither_answers_nor_cases_on_the_device(
    page: Page, context: BrowserContext, provider: Provider, row: Round
) -> None:
    taken_along(page, provider, row)
    context.route("**/verification/queue", lambda route: route.abort())
    page.goto(f"/verification/cases/{row.cases.all()[0].pk}/")
    answer(page)
    expect(page.get_by_text("1 check on this device")).to_be_visible()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("banner").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/sign-in**")
    assert "1 check on this device could not be sent yet" in asked[0]
    assert page.evaluate("caches.has('gt-rounds')") is False
