"""A page fits its window: nobody scrolls sideways to read."""

from __future__ import annotations

from playwright.sync_api import Page

WIDEST = """() => {
  const room = window.innerWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > room + 0.5)
    .map((e) => `${Math.round(e.getBoundingClientRect().right - room)} px: ` +
      `${e.outerHTML.slice(0, 160)}`)
    .slice(-4)
    .concat(`the page is ${document.documentElement.scrollWidth - room} px too wide`);
}"""


def assert_fits(page: Page) -> None:
    """Fail with the elements that reach over the window's edge."""
    page.wait_for_load_state()  # the menu folds once its script has run
    found = page.evaluate(WIDEST)
    assert not found, f"{page.url}\n" + "\n".join(found)
