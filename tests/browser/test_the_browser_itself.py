"""The tools the journeys rely on do find what they are there to find."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

CLEAN = """<!doctype html><html lang="en"><title>A page</title>
<main><h1>A page</h1><label for="name">Name</label><input id="name"></main></html>"""


def test_axe_passes_a_page_without_faults(page: Page, axe_clean: Callable[[Page], None]) -> None:
    page.set_content(CLEAN)
    axe_clean(page)


def test_axe_refuses_a_field_without_a_label(page: Page, axe_clean: Callable[[Page], None]) -> None:
    page.set_content(CLEAN.replace("<label for", "<label data-for"))
    with pytest.raises(AssertionError, match="label"):
        axe_clean(page)


def test_a_journey_runs_at_phone_and_at_desktop_width(page: Page, viewport: str) -> None:
    widths = {"phone": 390, "desktop": 1280}
    assert page.evaluate("window.innerWidth") == widths[viewport]


def test_the_browser_reaches_the_served_product(page: Page) -> None:
    answer = page.goto("/static/vendor/nhsuk-frontend/nhsuk-frontend.min.css")
    assert answer is not None and answer.ok


def test_the_browser_reaches_no_other_machine(page: Page) -> None:
    page.set_content(CLEAN)
    reached = page.evaluate(
        "fetch('http://somewhere.example/', {mode: 'no-cors'}).then(() => true, () => false)"
    )
    assert reached is False
