"""A missed escalation, walked by those whom the sources name: staff, senior, governance, verifier."""

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
from goldthread.domain.registers.escalation.models import Cohort, Episode
from goldthread.domain.verification.models import Plan
from goldthread.interchange.exporting.folders import check
from tests.browser.fitting import assert_fits
from tests.factories import verification as made
from tests.factories.clients import client_for
from tests.factories.escalation import stepped_up
from tests.factories.provider import Provider
from tests.factories.registers import person_served

pytestmark = pytest.mark.browser
Axe = Callable[[Page], None]
Picture = Callable[[Page, str], None]


class Journey:
    """One browser that several people use in turn; every page is checked as it is crossed."""

    def __init__(self, page: Page, server: LiveServer, axe: Axe, picture: Picture) -> None:
        self.page, self.server, self.axe, self.picture = page, server, axe, picture

    def signs_in(self, user: User) -> None:
        name = settings.SESSION_COOKIE_NAME
        cookie = client_for(user).cookies[name].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": name, "value": cookie, "url": self.server.url}])

    def looks(self, name: str) -> None:
        self.axe(self.page)
        self.picture(self.page, name)
        assert_fits(self.page)

    def opens(self, address: str, name: str) -> None:
        self.page.goto(address)
        self.looks(name)

    def writes_day(self, field: str, moment: dt.datetime) -> None:
        """A day and a time in their boxes."""
        local = timezone.localtime(moment)
        for part, value in (("day", local.day), ("month", local.month), ("year", local.year)):
            self.page.locator(f"#id_{field}_on-{part}").fill(str(value))
        time = self.page.locator(f"#id_{field}_time")
        if time.count():
            time.fill(f"{local:%H:%M}")


@pytest.fixture
def journey(page: Page, live_server: LiveServer, axe_clean: Axe, screenshot: Picture) -> Journey:
    return Journey(page, live_server, axe_clean, screenshot)


@pytest.mark.capability(57, 58, 59, 62, 64, 67, 69, 70)
def test_a_missed_escalation_is_seen_reviewed_and_sampled(
    journey: Journey, viewport: str, provider: Provider
) -> None:
    someone = person_served(provider, "Ottoline Verrigan", record_number="RX 7")
    plan = made.running(provider, more={"sample_size": 1, "rounds": 4, "days_between": 7})
    stepped_up(provider, someone, code="sleep_loss", hours_ago=200)
    for step in (_staff_record, _monitoring_is_refused, _the_step_up_is_late, _senior_reviews):
        step(journey, provider)
    _governance_freezes(journey, provider)
    _verifier_draws(journey, provider, plan)
    _governance_gathers(journey, provider)


def _staff_record(journey: Journey, provider: Provider) -> None:
    """A member of staff says what they saw, by record number, without seeing a name."""
    page = journey.page
    journey.signs_in(provider.people["reporter"])
    journey.opens("/escalation/record", "escalation-record")
    page.get_by_label("Record number, NHS number or reference").fill("rx7")
    page.get_by_label("Missed contacts").check()
    page.get_by_label("Earlier").check()
    journey.writes_day("observed", timezone.now() - dt.timedelta(hours=50))
    page.get_by_label("Not met: monitor, with a threshold, a person and a time").check()


def _monitoring_is_refused(journey: Journey, provider: Provider) -> None:
    """“Monitoring” alone is refused, then mended."""
    page = journey.page
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("“Monitoring” needs a threshold").first).to_be_visible()
    journey.looks("escalation-monitoring-refused")
    page.get_by_label("At what point do you step up?").fill("Two calls unanswered.")
    page.get_by_label("Who watches?").select_option(label="Test Supervisor")
    journey.writes_day("recheck", timezone.now() + dt.timedelta(days=1))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Monitored by Test Supervisor")).to_be_visible()
    expect(page.get_by_text("Verrigan")).to_have_count(0)
    journey.looks("escalation-monitored")


def _the_step_up_is_late(journey: Journey, provider: Provider) -> None:
    """The supervisor records a further sign of two days ago: its step-up is late at once."""
    page = journey.page
    journey.signs_in(provider.people["supervisor"])
    journey.opens("/escalation/", "escalation")
    page.get_by_role("link", name="Ottoline Verrigan").last.click()
    page.get_by_role("button", name="Record another sign").click()
    page.get_by_label("Missed contacts").check()
    page.get_by_label("Earlier").check()
    journey.writes_day("observed", timezone.now() - dt.timedelta(hours=49))
    page.get_by_label("The threshold is met: step up").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A step-up is late")).to_be_visible()
    journey.looks("escalation-late")


def _senior_reviews(journey: Journey, provider: Provider) -> None:
    """The senior finds it in My work, and records the rationale and the learning."""
    page = journey.page
    journey.signs_in(provider.people["team_manager"])
    page.goto("/my-work/")
    page.get_by_role("link", name="Late step-up to review").click()
    page.get_by_role("button", name="Review the delay").click()
    page.get_by_label("Rationale").fill("Nobody covered the worker’s leave.")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_text("Enter learning").first).to_be_visible()
    journey.looks("escalation-review-refused")
    page.get_by_label("Learning").fill("Cover is named in each plan.")
    page.get_by_role("button", name="Save review").click()
    expect(page.get_by_text("The rationale and the learning are recorded.")).to_be_visible()
    page.goto("/people/P-00001/escalation")
    expect(page.get_by_text("beyond its time").first).to_be_visible()
    expect(page.get_by_text("Learning: Cover is named in each plan.")).to_be_visible()
    journey.looks("escalation-timeline")


def _governance_freezes(journey: Journey, provider: Provider) -> None:
    """Governance freezes the cohort for the measurement."""
    page = journey.page
    journey.signs_in(provider.people["governance_lead"])
    journey.opens("/escalation/cohort/", "escalation-cohort")
    page.get_by_role("button", name="Freeze the cohort for a measurement").click()
    page.get_by_label("Which teams?").select_option(label=provider.organisation.name)
    page.get_by_label("Name of the measurement").fill("Before the new tool")
    journey.writes_day("counts_from", timezone.now() - dt.timedelta(days=90))
    page.get_by_role("button", name="Freeze").click()
    expect(page.get_by_text("The cohort is frozen.")).to_be_visible()
    journey.looks("escalation-frozen")
    for address in ("/escalation/indicators/", "/escalation/crises/", "/escalation/crises/new"):
        page.goto(address)
        journey.axe(page)
    assert Cohort.objects.get().size == Episode.objects.values("person").distinct().count() == 1


def _verifier_draws(journey: Journey, provider: Provider, plan: Plan) -> None:
    """The verifier draws the files of the first week from it, and reads what the times say."""
    page = journey.page
    row = made.first_round(plan)
    journey.signs_in(provider.people["verifier"])
    page.goto(f"/verification/rounds/{row.pk}/draw")
    page.get_by_label("Or a frozen high-risk cohort").select_option(label="Before the new tool (1)")
    page.get_by_role("button", name="Draw the sample").click()
    expect(page.get_by_text("The sample is drawn.")).to_be_visible()
    case = row.cases.get()
    page.goto(f"/verification/cases/{case.pk}/")
    expect(page.get_by_text("Worked out from the times recorded")).to_be_visible()
    journey.looks("escalation-file")
    assert case.label == "P-00001"
    for name, value in made.PASSES.items():
        page.locator(f"input[name$='-{name}'][value='{value}']").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Finish this round").click()
    expect(page.get_by_text("1 of 1").first).to_be_visible()
    journey.looks("escalation-round")


def _governance_gathers(journey: Journey, provider: Provider) -> None:
    """Governance reads what the evidence bundle holds, and what it still lacks."""
    page = journey.page
    journey.signs_in(provider.people["governance_lead"])
    journey.opens("/evidence/escalation/", "escalation-evidence")
    expect(page.get_by_text("No tool, template or pathway was revised").first).to_be_visible()
    expect(page.get_by_text("No sample of files was checked")).to_have_count(0)
    expect(page.get_by_role("row").filter(has_text="1 of 1")).to_be_visible()
    page.get_by_role("row").filter(has_text="1 of 1").get_by_role("link").click()
    expect(page.get_by_text("P-00001").first).to_be_visible()
    page.goto("/evidence/escalation/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take it as a folder").click()
    assert check(Path(taken.value.path())).faults == ()
