"""The golden thread in a real browser: report, triage, review, act, verify, close.

One journey, walked by the people whose work it is, at phone and desktop width; axe looks at every
page they cross.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.verification.models import Plan
from goldthread.trail.verification import verify
from tests.browser.fitting import assert_fits
from tests.factories.clients import client_for
from tests.factories.provider import Provider

pytestmark = pytest.mark.browser

TOLD = (
    "The planned visit on Tuesday did not take place because the rota had changed at noon and "
    "the visit list was not changed with it. The person rang the duty line in the evening."
)
YES_TO_ALL = ("indicators_recorded", "threshold_written", "owner_and_recheck")


@dataclass
class Walk:
    """A person at a browser; `look` checks the page with axe, its width, and keeps a picture."""

    page: Page
    server: LiveServer
    provider: Provider
    axe: Callable[[Page], None]
    shot: Callable[[Page, str], None]

    def as_(self, role: str) -> None:
        user = self.provider.people[role]
        name = settings.SESSION_COOKIE_NAME
        cookie = client_for(user).cookies[name].value
        self.page.context.clear_cookies()
        self.page.context.add_cookies([{"name": name, "value": cookie, "url": self.server.url}])

    def open(self, path: str, picture: str = "") -> None:
        self.page.goto(path)
        self.look(picture)

    def look(self, picture: str = "") -> None:
        self.axe(self.page)
        assert_fits(self.page)
        if picture:
            self.shot(self.page, picture)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f'[name="{name.replace("__", "-")}"]').fill(value)

    def choose(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f'[name="{name}"][value="{value}"]').check()

    def pick(self, **values: str) -> None:
        for name, label in values.items():
            self.page.locator(f'select[name="{name}"]').select_option(label=label)

    def date(self, name: str, day: dt.date) -> None:
        for part in ("day", "month", "year"):
            self.page.locator(f'[name="{name}-{part}"]').fill(str(getattr(day, part)))

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def walk(
    page: Page,
    viewport: str,
    live_server: LiveServer,
    provider: Provider,
    axe_clean: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> Walk:
    return Walk(page, live_server, provider, axe_clean, screenshot)


@pytest.mark.capability(5, 11, 119)
def test_an_incident_is_followed_from_report_to_verified_closure(walk: Walk) -> None:
    incident = given_a_reported_incident(walk)
    when_the_triage_lead_triages_it(walk, incident)
    and_openness_is_recorded(walk, incident)
    and_the_review_is_written_and_signed_off(walk, incident)
    action = and_the_action_is_agreed(walk, incident)
    then_completing_it_without_evidence_is_refused(walk, action)
    when_it_is_implemented_and_communicated(walk, action)
    then_eighteen_of_twenty_is_not_yet_shown(walk, action)
    when_practice_is_mended_and_audited_again(walk, action)
    then_the_incident_closes_as_verified(walk, incident)
    assert list(verify()) == []


def given_a_reported_incident(walk: Walk) -> Incident:
    walk.as_("reporter")
    walk.open("/report/", "report-start")
    walk.choose(unsafe="no")
    walk.press("Continue")
    walk.page.get_by_label("Incident").check()
    walk.press("Continue")
    walk.look()
    walk.fill(narrative=TOLD)
    walk.press("Continue")
    walk.page.get_by_label("Yesterday").check()
    walk.press("Continue")
    walk.press("Continue")
    walk.page.get_by_label("No, nobody").check()
    walk.press("Continue")
    walk.press("Continue")
    walk.look("report-check-answers")
    walk.press("Send report")
    walk.sees("Your report was received")
    walk.look("report-received")
    return Incident.objects.get()


def when_the_triage_lead_triages_it(walk: Walk, incident: Incident) -> None:
    walk.as_("triage_lead")
    walk.open("/my-work/", "my-work")
    walk.open("/incidents/", "incidents")
    walk.open(f"/incidents/{incident.reference}/triage/")
    walk.press("Record triage")
    walk.sees("Choose the category")
    walk.look("triage-refused")
    walk.pick(category="Missed visit or appointment by us")
    walk.fill(why="A planned visit did not take place.")
    walk.fill(none_needed_because="The visit was made the same evening.")
    for question in ("safeguarding", "clinical_review", "partner", "serious"):
        walk.choose(**{f"answer_{question}": "no"})
        walk.fill(**{f"reason_{question}": "Checked with the team: not needed."})
    walk.choose(potential_harm="low", national_trigger="no", tier="rapid")
    walk.look("triage")
    walk.press("Record triage")
    walk.sees("Triage is recorded")
    walk.look("incident-triaged")


def and_openness_is_recorded(walk: Walk, incident: Incident) -> None:
    walk.open(f"/incidents/{incident.reference}/openness/", "openness")
    from goldthread.domain.candour.operations import engage
    from goldthread.domain.incidents.operations import tell_reporter
    from tests.factories.candour import talked

    lead = walk.provider.people["triage_lead"]
    engage(incident, talked(questions=()), by=lead)
    tell_reporter(incident, "Thank you. The visit list is being changed.", by=lead)


def and_the_review_is_written_and_signed_off(walk: Walk, incident: Incident) -> None:
    walk.as_("reviewer")
    review = incident.reviews.get()
    walk.open(f"/reviews/{review.pk}/begin")
    walk.pick(lead="Test Reviewer")
    walk.choose(method="rapid")
    walk.press("Begin")
    walk.sees("The review is under way")
    walk.look("review-under-way")
    walk.open(f"/reviews/{review.pk}/write/rapid", "review-three-questions")
    walk.fill(
        what_happened="The rota changed at noon and the visit list did not follow it.",
        what_should_change="The visit list should be drawn from the rota.",
        this_week="Draw the visit list from the rota each morning at nine.",
    )
    walk.pick(week_owner="Test Team manager")
    walk.date("week_due_on", timezone.localdate() + dt.timedelta(days=5))
    walk.press("Save")
    walk.open(f"/reviews/{review.pk}/add/factor")
    walk.choose(seips="tasks")
    walk.fill(text="Two lists are kept and only one is changed.")
    walk.press("Add")
    walk.look("review-ready")
    walk.press("Submit for sign-off")
    walk.sees("Someone else will read it and sign it off")
    walk.as_("governance_lead")
    walk.open(f"/reviews/{review.pk}/", "review-sign-off")
    walk.press("Sign off")
    walk.sees("Signed off")


def and_the_action_is_agreed(walk: Walk, incident: Incident) -> Action:
    action = Action.objects.get()
    walk.open(f"/actions/{action.pk}/agree")
    walk.fill(
        title="Draw the visit list from the rota",
        change="The visit list is printed from the rota at nine, and the old list is taken away. "
        "The duty worker cannot start the day without it.",
        success_measure="Every file names a threshold and who re-checks.",
    )
    walk.choose(routes="template")
    walk.fill(artefact_template="Visit list")
    walk.choose(strength="medium", method="file_sample")
    walk.fill(strength_reason="It removes the second list.")
    walk.fill(measure="Plans with a written threshold", standard="95")
    walk.pick(instrument="File audit: escalation thresholds", verifier="Test Verifier")
    walk.fill(sample_size="20", rounds="1")
    walk.look("action-agree")
    walk.press("Agree action")
    walk.sees("Agreed")
    walk.look("action-agreed")
    return action


def then_completing_it_without_evidence_is_refused(walk: Walk, action: Action) -> None:
    walk.as_("team_manager")
    walk.open(f"/actions/{action.pk}/implemented", "action-refused-without-evidence")
    walk.sees("This action has no evidence yet")
    expect(walk.page.get_by_role("button", name="Record as implemented")).to_have_count(0)
    walk.press("Add evidence")
    walk.look("action-evidence")
    action.refresh_from_db()
    assert action.status == "agreed"


def when_it_is_implemented_and_communicated(walk: Walk, action: Action) -> None:
    from tests.factories.actions import communicate, implement

    implement(walk.provider, action)
    communicate(walk.provider, action)
    walk.open(f"/actions/{action.pk}/", "action-implemented-not-verified")
    walk.sees("not verified")


def then_eighteen_of_twenty_is_not_yet_shown(walk: Walk, action: Action) -> None:
    plan = Plan.objects.get(action=action)
    walk.as_("verifier")
    walk.open("/verification/", "verification-list")
    audit(walk, plan, passing=18)
    walk.open(f"/verification/{plan.pk}/", "verification-not-yet-shown")
    walk.sees("18 of 20, interval 70 to 97%, standard 95%: not yet shown")
    walk.open(f"/verification/{plan.pk}/conclude")
    walk.choose(practice_changed="yes", repeat_risk="cannot_tell")
    walk.fill(reason="Nearly all.")
    walk.press("Record both verdicts")
    walk.sees("So practice cannot be called changed.")
    walk.look("verdicts-refused")
    walk.choose(practice_changed="cannot_tell", next_step="more_rounds")
    walk.date("next_due_on", timezone.localdate() + dt.timedelta(days=7))
    walk.press("Record both verdicts")
    walk.sees("Recorded: cannot tell yet")


def audit(walk: Walk, plan: Plan, *, passing: int) -> None:
    """Draw twenty files through the page, check two by hand on the phone, the rest as factory."""
    from goldthread.domain.verification import operations
    from tests.factories.verification import FAILS, PASSES

    row = plan.rounds.filter(done_at=None, kind="round").get()
    walk.open(f"/verification/rounds/{row.pk}/draw")
    walk.fill(pasted="\n".join(f"File {n:03d}" for n in range(1, 61)), size="20")
    walk.look("verification-draw")
    walk.press("Draw the sample")
    walk.sees("The sample is drawn.")
    walk.look("verification-round")
    first, *others = row.cases.all()
    walk.open(f"/verification/cases/{first.pk}/")
    for question in YES_TO_ALL:
        walk.choose(**{f"case{first.pk}-{question}": "yes"})
    walk.choose(**{f"case{first.pk}-threshold_met": "no"})
    walk.look("verification-case")
    walk.press("Save and go on")
    walk.sees("Saved. 19 to go.")
    verifier = walk.provider.people["verifier"]
    for number, case in enumerate(others, 2):
        operations.check_case(case, PASSES if number <= passing else FAILS, by=verifier)
    walk.open(f"/verification/rounds/{row.pk}/")
    walk.press("Finish this round")
    walk.sees("The round is done.")


def when_practice_is_mended_and_audited_again(walk: Walk, action: Action) -> None:
    plan = Plan.objects.get(action=action)
    first = plan.rounds.get(kind="round", number=1)
    audit(walk, plan, passing=20)
    walk.open(f"/verification/{plan.pk}/conclude")
    assert first.done_at is not None
    walk.sees("38 of 40")


def then_the_incident_closes_as_verified(walk: Walk, incident: Incident) -> None:
    walk.choose(practice_changed="yes", repeat_risk="cannot_tell")
    walk.fill(reason="Forty files: the threshold is written in all but two early ones.")
    walk.press("Record both verdicts")
    walk.sees("Recorded: effective")
    walk.look("verification-concluded")
    walk.as_("governance_lead")
    walk.open(f"/incidents/{incident.reference}/", "incident-thread")
    walk.open(f"/incidents/{incident.reference}/close", "incident-close")
    walk.press("Close as verified")
    walk.sees("Closed: the learning is verified")
    walk.look("incident-closed-verified")
    walk.open(f"/incidents/{incident.reference}/history/", "incident-history")
    incident.refresh_from_db()
    assert (incident.status, incident.closure) == ("closed", "verified")
