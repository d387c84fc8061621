"""Example 3: a complaint shows a limit nobody reviewed; it is recorded, reviewed and ends."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.access.models import User
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.restrictions.models import Restriction, Snapshot
from goldthread.domain.registers.restrictions.operations import take_snapshot
from goldthread.domain.registers.restrictions.operations.snapshots import keep_month
from goldthread.domain.registers.restrictions.terms import Status
from goldthread.interchange.exporting.folders import check
from tests.browser.fitting import assert_fits
from tests.factories.clients import client_for
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import in_force
from tests.factories.safeguarding import action_in, concern

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


@pytest.fixture
def walk(page: Page, live_server: LiveServer, provider: Provider, axe_clean: AxeClean) -> Walk:
    return Walk(page, live_server, provider, axe_clean)


def complain(walk: Walk, person: str) -> Complaint:
    """The manager records a sister's complaint."""
    page = walk.page
    walk.sign_in("team_manager")
    walk.open("/complaints/new")
    page.select_option("#id_unit", label="Alder Team")
    page.get_by_label("Family or friend").check()
    page.fill("#id_from_name", "Ros Marchpane")
    page.fill("#id_person", person)
    page.get_by_label("They agree", exact=True).check()
    walk.date("received_on", timezone.localdate())
    page.get_by_label("By letter").check()
    page.fill("#id_about", "Not allowed out alone since the spring")
    page.fill("#id_words", "My sister has not been to choir for nine months.")
    walk.send()
    return Complaint.objects.get()


def write_record(walk: Walk, *, review_on: dt.date) -> None:
    """The supervisor writes the record; nothing is saved until it is whole."""
    page = walk.page
    page.fill("#id_words", "Goes to town only with a member of staff.")
    page.get_by_label("Going out and community access").check()
    page.get_by_label("This person only").check()
    page.fill("#id_trigger", "A man took her money in town.")
    page.fill("#id_rationale", "He waits near the shops.")
    page.fill("#id_safety", "She is not alone with him.")
    page.fill("#id_proportionality", "For three weeks, and only for town.")
    page.get_by_label("The person consents").check()
    page.get_by_label("Has capacity for this decision").check()
    page.get_by_label("Yes, and this is their view").check()
    page.fill("#id_view", "“Only until he has gone.”")
    page.fill("#id_family", "Her sister was asked.")
    page.fill("#id_exit_criteria", "The man has moved away.")
    walk.send()
    for sentence in ("Name at least one alternative", "Assess both", "Give a review date"):
        expect(page.locator(".nhsuk-error-summary")).to_contain_text(sentence)
    expect(page.locator("#id_rationale")).to_have_value("He waits near the shops.")
    page.fill("#id_alternatives", "Going with a friend")
    page.fill("#id_why_1", "Her friend is away.")
    page.fill("#id_rights", "She cannot meet friends when she likes.")
    walk.date("review_on", review_on)


def decide(walk: Walk, verdict: str) -> None:
    """One decision of the monthly review."""
    page, today = walk.page, timezone.localdate()
    page.get_by_label("It has fallen").check()
    page.fill("#id_what_changed", "The man has moved to the coast.")
    page.fill("#id_view", "“I would like to walk to choir.”")
    page.get_by_label(verdict, exact=True).check()
    if verdict == "Reduce":
        page.fill("#id_words", "Goes to town alone, and rings on arrival.")
        walk.date("next_review_on", today + dt.timedelta(days=20))
    page.fill("#id_reason", "The reason for it has gone.")
    walk.send()


@pytest.mark.capability(84, 85, 86, 87, 88, 89, 90, 91, 93, 98)
def test_a_complaint_is_followed_to_a_reduced_limit_its_learning_and_the_bundle(
    walk: Walk, provider: Provider, viewport: str
) -> None:
    person, page = person_served(provider, "Wilhelmina Test"), walk.page
    complain(walk, person.reference)
    page.get_by_role("link", name="Start a restriction record from this complaint").click()
    walk.axe(page)
    expect(page.locator("#id_complaint")).to_have_value("C-00001")
    walk.sign_in("supervisor")
    page.reload()
    write_record(walk, review_on=timezone.localdate() + dt.timedelta(days=21))
    walk.send()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Goes to town only with a member of staff."
    )
    made = Restriction.objects.get()
    walk.sign_in("restrictive_practice_lead")
    walk.open(f"/restrictions/{made.pk}/authorise")
    walk.send()
    made.refresh_from_db()
    assert (made.status, made.complaint) == (Status.IN_FORCE, Complaint.objects.get())
    walk.sign_in("supervisor")
    walk.open(f"/restrictions/{made.pk}/review")
    decide(walk, "Reduce")
    learn(walk, Complaint.objects.get())
    gather(walk, made)


def learn(walk: Walk, complaint: Complaint) -> None:
    """The manager acknowledges, answers, and closes with what was learnt."""
    page, here = walk.page, f"/complaints/{complaint.pk}"
    walk.sign_in("team_manager")
    walk.open(f"{here}/acknowledge")
    page.fill("#id_acknowledged_how", "Rang Ros, and offered an advocate.")
    walk.send()
    walk.open(f"{here}/answer")
    page.fill("#id_answer", "You were right. It is decided every month from now on.")
    page.get_by_label("Upheld", exact=True).check()
    walk.send()
    walk.open(f"{here}/close")
    page.fill("#id_upheld", "A limit stood without a date.")
    walk.send()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("what changes because of it")
    expect(page.locator("#id_upheld")).to_have_value("A limit stood without a date.")
    page.fill("#id_changes", "Each limit has its month and its end.")
    walk.send()
    expect(page.locator("main")).to_contain_text("What was learnt")


def gather(walk: Walk, made: Restriction) -> None:
    """Governance finds register, decision and learning in the bundle, and the missing audit."""
    page = walk.page
    walk.sign_in("governance_lead")
    walk.open("/evidence/restrictive-practice/")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="The reason for it has gone.")).to_contain_text("Reduce")
    expect(rows.filter(has_text="Each limit has its month and its end.")).to_be_visible()
    expect(page.get_by_text("Something is missing")).to_have_count(1)
    assert_fits(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it as a folder").click()
    assert check(Path(taken.value.path())).faults == ()
    page.get_by_role("link", name=made.reference).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Goes to town alone, and rings on arrival."
    )


@pytest.mark.capability(95)
def test_restricting_everyone_needs_its_safeguarding_action(
    walk: Walk, provider: Provider, viewport: str
) -> None:
    action = action_in(provider, concern(provider))
    person, page = person_served(provider), walk.page
    walk.sign_in("supervisor")
    walk.open(f"/restrictions/new?person={person.reference}")
    page.fill("#id_alternatives", "Talking with each tenant")
    page.fill("#id_why_1", "Not tried yet.")
    page.fill("#id_rights", "Nobody may go to the garden.")
    write_record_of_everyone(walk)
    walk.send()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text(
        "Safeguarding comes before restricting everyone"
    )
    page.select_option("#id_safeguarding_action", label=action.what)
    walk.send()
    assert Restriction.objects.get().safeguarding_action == action


def write_record_of_everyone(walk: Walk) -> None:
    """Everything but the safeguarding action."""
    page = walk.page
    page.fill("#id_words", "The garden is locked at night.")
    page.get_by_label("Home and rooms").check()
    page.get_by_label("Everyone in a place or group").check()
    page.fill("#id_trigger", "Someone comes over the wall.")
    page.fill("#id_rationale", "The wall is low.")
    page.fill("#id_safety", "Nobody is met there.")
    page.fill("#id_proportionality", "At night only, until the wall is mended.")
    page.get_by_label("A term of the tenancy or licence").check()
    page.fill("#id_legal_reference", "Clause 4, 1 May 2026")
    page.get_by_label("Has capacity for this decision").check()
    page.get_by_label("Yes, and this is their view").check()
    page.fill("#id_view", "“It is cold anyway.”")
    page.fill("#id_family", "The tenants' meeting was asked.")
    page.fill("#id_exit_criteria", "The wall is mended.")
    walk.date("review_on", timezone.localdate() + dt.timedelta(days=14))


@pytest.mark.capability(86, 92, 93, 109)
def test_the_supervisor_reviews_the_month_and_the_inspector_reads_the_counts(
    walk: Walk,
    provider: Provider,
    viewport: str,
    screenshot: Callable[[Page, str], None],
) -> None:
    page, now, today = walk.page, timezone.now(), timezone.localdate()
    six_weeks = now - dt.timedelta(weeks=6)
    late = in_force(provider, at=six_weeks, words="Telephone in the office after eight.")
    reduced = in_force(provider, review_on=today)
    last_month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    keep_month(provider.organisation, last_month, now)
    walk.sign_in("supervisor")
    walk.open("/restrictions/")
    expect(page.locator("main")).to_contain_text("Overdue")
    walk.open("/restrictions/month")
    screenshot(page, "restrictions-month")
    page.get_by_role("link", name=late.words).click()
    walk.axe(page)
    screenshot(page, "restriction-review")
    decide(walk, "End")
    page.get_by_role("link", name=reduced.words).click()
    decide(walk, "Reduce")
    expect(page.locator("main")).to_contain_text("Every restriction due this month")
    take_snapshot(provider.organisation, by=provider.people["restrictive_practice_lead"])
    compare_months(walk, last_month)
    walk.sign_in("inspector")
    walk.open("/restrictions/overview")
    expect(page.locator("main")).to_contain_text("Restrictions in force")
    screenshot(page, "restrictions-overview")
    walk.sign_in("governance_lead")
    walk.open("/evidence/restrictive-practice/")
    expect(page.locator("main")).to_contain_text(reduced.reference)
    expect(page.locator("main")).to_contain_text("No sample of files was checked")
    screenshot(page, "restrictions-evidence")


def compare_months(walk: Walk, before: dt.date) -> None:
    """The newest kept register beside the month before: the late one has ended."""
    newest = Snapshot.objects.order_by("-month", "-pk")[0]
    walk.open(f"/restrictions/snapshots/{newest.pk}/")
    main = walk.page.locator("main")
    expect(main).to_contain_text(f"Since {before:%B %Y}")
    expect(main).to_contain_text("Ended: 1")
    walk.open("/restrictions/snapshots/")
