"""Real Chromium for the journeys: Debian's, never a downloaded one; and axe for every page.

pytest-socket stays in force: it bounds this process to the loopback addresses, which the live
server needs; Chromium is another process, kept offline by its own flags and `host-resolver-rules`.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules/axe-core/axe.min.js"
IMAGES = ROOT / "docs/images"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
QUIET = (
    "--no-sandbox",  # Chromium refuses its sandbox as root, as in CI
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Playwright's synchronous interface runs an event loop, where Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium to use; journeys are skipped where there is none."""
    named = os.environ.get("GOLDTHREAD_CHROMIUM", "")
    found = next((path for name in (named, *CHROMIUMS) if (path := shutil.which(name))), None)
    if not found:
        pytest.skip("no Chromium: apt-get install chromium")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: str
) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": chromium, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """The served product, so that a journey may say `page.goto("/")`."""
    return str(live_server.url)


@pytest.fixture(params=["phone", "desktop"])
def viewport(request: pytest.FixtureRequest) -> str:
    """Runs the test twice; ask for it in a journey that must work at both widths."""
    return str(request.param)


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], request: pytest.FixtureRequest
) -> dict[str, Any]:
    """Desktop width unless the test asks for `viewport`; British dates and times."""
    asked = "viewport" in request.fixturenames and request.getfixturevalue("viewport")
    size = {"viewport": PHONE, "has_touch": True} if asked == "phone" else {"viewport": DESKTOP}
    return browser_context_args | size | {"locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def axe_clean() -> Callable[[Page], None]:
    """A check that the page as it stands has no accessibility fault that axe can find.

    Axe is injected through the debugger, so the page's content policy stays as strict as it is.
    """

    def check(page: Page) -> None:
        page.wait_for_load_state()  # a click returns before its page is whole
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", WCAG_22_AA)
        faults = [
            f"{fault['id']}: {fault['help']}\n    {node['html']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]
        assert not faults, f"{page.url} has accessibility faults:\n" + "\n".join(faults)

    return check


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the page for the documentation, as `docs/images/NAME[-phone].png`.

    Only where GOLDTHREAD_SCREENSHOTS=1; otherwise it does nothing.
    """

    def take(page: Page, name: str) -> None:
        if os.environ.get("GOLDTHREAD_SCREENSHOTS") != "1":
            return
        assert re.fullmatch(r"[a-z0-9-]+", name), f"{name!r} is not a file name for a picture"
        width = (page.viewport_size or DESKTOP)["width"]
        suffix = "-phone" if width == PHONE["width"] else ""
        IMAGES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=IMAGES / f"{name}{suffix}.png", full_page=True, animations="disabled")

    return take
