"""Learning from an incident reaches the teams, is answered, remembered and told to who reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.pulse.models import Pulse
from goldthread.domain.learning.recall.models import Check
from tests.factories import library
from tests.factories.clients import client_for
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser

AxeClean = Callable[[Page], None]
SAVE = "main form[data-gt-form] button[type=submit]"


class Walk:
    """One browser, walked by one person after another."""

    def __init__(self, page: Page, live_server: LiveServer, provider: Provider, axe: AxeClean):
        self.page, self.url, self.provider, self.axe = page, live_server.url, provider, axe

    def sign_in(self, role: str) -> None:
        user: User = self.provider.people[role]
        name = settings.SESSION_COOKIE_NAME
        cookie = client_for(user).cookies[name].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": name, "value": cookie, "url": self.url}])

    def open(self, path: str) -> None:
        """Open a page, which has no accessibility fault."""
        self.page.goto(f"{self.url}{path}")
        self.axe(self.page)

    def send(self) -> None:
        """Send the form; what comes back has no accessibility fault."""
        self.page.locator(SAVE).first.click()
        self.axe(self.page)

    def date(self, name: str, day: dt.date) -> None:
        for part in ("day", "month", "year"):
            self.page.fill(f"#id_{name}-{part}", str(getattr(day, part)))

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def walk(page: Page, live_server: LiveServer, provider: Provider, axe_clean: AxeClean) -> Walk:
    return Walk(page, live_server, provider, axe_clean)


@pytest.mark.capability(104)
@pytest.mark.capability(118)
def test_learning_is_written_from_an_incident_checked_and_published(
    walk: Walk, provider: Provider, viewport: str
) -> None:
    plan = library.proven(provider)
    reference = plan.incident.reference
    walk.sign_in("reviewer")
    walk.open(f"/learning/from/{reference}/new")
    walk.page.fill("#id_title", "A sign is a reason to act")
    walk.page.fill("#id_happened", "Early signs were seen, and Mrs Verrigan rang twice.")
    walk.page.fill("#id_learnt", "Watching needs a time and a name.")
    walk.page.fill("#id_what_changed", "The record asks for both.")
    walk.page.fill("#id_family", "We saw the signs and were slow. Now somebody looks again.")
    theme = library.draft_of(provider).themes[0]
    walk.page.check(f"input[name=themes][value='{theme.pk}']")
    walk.send()
    walk.sees("Somebody could be named here")
    item = Item.objects.get()
    walk.open(f"/learning/{item.reference}/edit")
    walk.page.fill("#id_happened", "Early signs were seen, and a relative rang twice.")
    walk.send()
    walk.open(f"/learning/{item.reference}/hand-over")
    walk.send()
    walk.sign_in("governance_lead")
    walk.open(f"/learning/{item.reference}/check")
    walk.page.check("input[name=recognised][value=no]")
    walk.page.fill("#id_because", "Nothing of the place or the days is left.")
    walk.send()
    walk.open(f"/learning/{item.reference}/publish")
    walk.send()
    walk.sign_in("reporter")
    walk.open("/learning/?view=verified")
    walk.sees("A sign is a reason to act")
    walk.open(f"/learning/{item.reference}/")
    walk.sees("Shown to work")
    expect(walk.page.get_by_text(reference)).to_have_count(0)
    walk.open(f"/learning/{item.reference}/family")
    walk.sees("Now somebody looks again.")


@pytest.mark.capability(117)
@pytest.mark.capability(106)
def test_a_bulletin_is_read_answered_and_asked_about(
    walk: Walk, provider: Provider, viewport: str
) -> None:
    item = library.published(provider)
    ahead = timezone.localdate() + dt.timedelta(days=14)
    walk.sign_in("governance_lead")
    walk.open(f"/bulletins/new?item={item.reference}")
    walk.page.check(f"input[name=units][value='{provider.team.pk}']")
    walk.page.check("input[name=roles][value=reporter]")
    walk.date("answer_by", ahead)
    walk.send()
    bulletin = Bulletin.objects.get()
    walk.open(f"/bulletins/{bulletin.pk}/send")
    walk.send()
    walk.sign_in("reporter")
    walk.open("/my-work/")
    walk.page.get_by_role("link", name=item.title).click()
    walk.axe(walk.page)
    walk.page.get_by_role("button", name="I have read it").click()
    walk.sees("You said that you read it")
    walk.sign_in("team_manager")
    walk.open(f"/bulletins/answers/{bulletin.answers.get().pk}/")
    walk.page.check("input[name=applies][value=no]")
    walk.page.fill("#id_reason", "Nobody is watched here.")
    walk.send()
    walk.sees("Nobody is watched here.")
    walk.open(f"/recall/for/{bulletin.pk}/new")
    walk.page.select_option("#id_unit", str(provider.team.pk))
    walk.date("ask_by", ahead)
    walk.send()
    check = Check.objects.get()
    walk.page.get_by_role("button", name="Ask the next person").click()
    person = check.people.get()
    walk.page.fill(f"#id_person{person.pk}-said", "Look again by a time.")
    for question in ("learning", "change", "practice"):
        walk.page.check(f"input[name=person{person.pk}-{question}][value=yes]")
    walk.send()
    walk.open(f"/bulletins/{bulletin.pk}/")
    walk.sees("1 of 1 asked described it unaided")


@pytest.mark.capability(12)
@pytest.mark.capability(118)
def test_the_pulse_is_answered_and_read_only_in_groups_large_enough(
    walk: Walk, provider: Provider, viewport: str
) -> None:
    walk.sign_in("governance_lead")
    walk.open("/pulse/open")
    walk.send()
    walk.sign_in("reporter")
    walk.open("/pulse/answer")
    for question in ("safe_to_report", "hears_back", "learns", "fair"):
        walk.page.check(f"input[name=q_{question}][value='4']")
    walk.send()
    walk.sees("Your answers were added to the counts.")
    walk.sign_in("governance_lead")
    walk.open(f"/pulse/{Pulse.objects.get().pk}/close")
    walk.send()
    walk.sees("Too few answered to show anything")
