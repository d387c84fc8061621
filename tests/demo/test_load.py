"""The demonstration provider is made by the product's own operations, whole and once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import ROLES
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import covered_by
from goldthread.decision_tools.models import Tool
from goldthread.decision_tools.queries import versions_of
from goldthread.demo import load
from goldthread.demo.generating import FEWEST, generate
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import communications_of, evidence_of
from goldthread.domain.candour.queries import candour_of, letters_of
from goldthread.domain.governance.bundles.queries import assemble
from goldthread.domain.governance.bundles.terms import Asked, Kind
from goldthread.domain.governance.forums.models import Forum, Meeting
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.measures.models import Tally
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.bulletins.queries import reach_of
from goldthread.domain.learning.coaching.models import Proof, Session, Sitting
from goldthread.domain.learning.feedback.queries import told_last
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.library.queries import standing_of
from goldthread.domain.learning.pulse.models import Pulse
from goldthread.domain.learning.pulse.queries import results
from goldthread.domain.learning.recall.queries import of_bulletin, remembered
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.domain.learning.supervision.models import PromptUse
from goldthread.domain.learning.supervision.models import Session as SupervisionSession
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.escalation.models import Cohort, Crisis, Episode, StepUp
from goldthread.domain.registers.escalation.queries import unmapped
from goldthread.domain.verification import queries
from goldthread.domain.verification.models import Conclusion, Plan
from goldthread.domain.verification.queries import baseline_of, rounds_of
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 21)
STORIES = {
    "story-missed-escalation": "closed",
    "story-safeguarding-interface": "verifying",
    "story-restrictive-practice": "closed",
}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One small provider for every test of this module, undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load.load_demo(today=TODAY, scale=0)
        yield
        transaction.set_rollback(True)


def story(key: str) -> Incident:
    return Incident.objects.get(idempotency_key=key)


def test_every_scripted_incident_is_there_once_and_loading_again_does_nothing():
    before = Incident.objects.count()
    assert before == FEWEST + len(STORIES)
    assert load.is_loaded()
    assert load.load_demo(today=TODAY, scale=0) is False
    assert Incident.objects.count() == before


def test_no_message_names_anybody_or_quotes_a_story():
    """Every kind of message that a year of work sends holds references and places only."""
    names = [one.name for one in User.objects.all()]
    names += [served.name for served in generate(load.SEED, TODAY, 0).people.values()]
    told = Notice.objects.exclude(subject="")
    assert told.values("kind").distinct().count() >= 8
    text = "\n".join(f"{one.subject}\n{one.body}\n{one.lines}" for one in told)
    assert [name for name in names if name in text] == []


def test_a_manager_is_away_and_whoever_covers_sees_their_work():
    away = User.objects.get(name="Eluned Rushworthing")
    assert away in covered_by(away.covered_by, TODAY)


def test_every_incident_stands_where_its_script_says():
    statuses = {"closed_verified": "closed", "closed_with_reason": "closed"}
    for script in generate(load.SEED, TODAY, 0).incidents:
        if script.stage != "historical":
            incident = Incident.objects.get(idempotency_key=script.key)
            assert incident.status == statuses.get(script.stage, script.stage), script.key


def test_the_trail_of_everything_verifies():
    assert Entry.objects.count() > 500
    assert not list(verify())


@pytest.mark.parametrize(("key", "status"), STORIES.items())
def test_the_stories_reach_their_stage(key: str, status: str):
    assert story(key).status == status


def test_the_learning_of_each_story_is_published_and_only_a_verified_one_is_shown_to_work():
    items = {one.source.idempotency_key: one for one in Item.objects.select_related("source")}
    assert set(items) == set(STORIES)
    assert {one.status for one in items.values()} == {"published"}
    shown = {key: standing_of(one).code for key, one in items.items()}
    assert shown["story-missed-escalation"] == "verified"
    assert shown["story-safeguarding-interface"] == "not_yet"


@pytest.mark.capability(5)
def test_a_story_that_is_closed_was_closed_as_verified():
    for key in ("story-missed-escalation", "story-restrictive-practice"):
        assert story(key).closure == "verified"
        assert set(Action.objects.filter(incident=story(key)).values_list("status", flat=True)) == {
            "verified"
        }


@pytest.mark.capability(50)
def test_the_missed_escalation_has_a_baseline_and_four_rounds_with_the_same_instrument():
    plan = Plan.objects.get(incident=story("story-missed-escalation"), method="re_audit")
    baseline = baseline_of(plan)
    assert baseline is not None
    assert baseline.cases.count() == 20
    rounds = rounds_of(plan, "round")
    assert [row.cases.count() for row in rounds] == [10, 10, 10, 10]
    versions = {case.response.version_id for row in (baseline, *rounds) for case in row.cases.all()}
    assert versions == {plan.instrument_version_id}


@pytest.mark.capability(25)
def test_candour_in_the_missed_escalation_is_complete_with_both_letters():
    incident = story("story-missed-escalation")
    candour = candour_of(incident)
    assert candour is not None
    assert candour.status == "complete"
    assert letters_of(incident).filter(sent_at__isnull=False).count() == 2


@pytest.mark.capability(26)
def test_the_restriction_story_has_an_engagement_log_although_candour_does_not_apply():
    incident = story("story-restrictive-practice")
    candour = candour_of(incident)
    assert candour is not None
    assert candour.status == "not_triggered"
    assert incident.engagement.count() == 3


def test_repeat_risk_is_called_lower_only_where_a_recorded_effect_shows_it():
    for conclusion in Conclusion.objects.filter(repeat_risk="fell"):
        assert conclusion.figures["effect"]["verdict"] == "improved"


def test_what_is_measured_was_written_down_before_each_change():
    plans = Plan.objects.exclude(conclusions=None)
    assert plans.exists()
    assert not any(queries.registered_late(plan) for plan in plans)


def test_old_incidents_came_over_as_history_and_are_not_counted_as_verified():
    old = Incident.objects.filter(route="imported")
    assert old.exists()
    assert set(old.values_list("closure", flat=True)) == {"historical"}


def test_a_sign_in_for_each_role_works_with_the_printed_password():
    shown = load.sign_ins()
    assert [one.role for one in shown] == [role.label for role in ROLES.values()]
    for one in shown[:3]:
        person = User.objects.get(email=one.email)
        assert check_password(one.password, person.password)
        assert one.email.endswith(".example")


def test_a_quarter_of_meetings_was_held_with_one_week_missed_and_one_answered_for():
    huddle = Forum.objects.get(code="safeguarding_huddle")
    at = dt.datetime.combine(TODAY, dt.time(8, 30), load.LONDON)
    found = [meeting.standing(at) for meeting in huddle.meetings.order_by("slot_on")]
    assert found.count("missed") == 1
    assert found.count("not_held") == 1
    assert found.count("approved") + found.count("held") >= 8
    assert found[-1] == "planned"
    assert Meeting.objects.filter(forum__every="monthly", status="approved").exists()


@pytest.mark.capability(63, 79, 96)
def test_the_three_stories_are_coached_with_scenarios_and_vignettes():
    bank = Scenario.objects.filter(status="published", source__isnull=False)
    assert set(bank.values_list("subject", flat=True)) == {
        "escalation", "safeguarding", "risk_taking"
    }  # fmt: skip
    assert Scenario.objects.filter(status="draft", ready_at__isnull=False).exists()
    assert Session.objects.filter(subject="risk_taking", attendance__attended=True).exists()
    assert Proof.objects.filter(action__incident=story("story-safeguarding-interface")).exists()
    assert Sitting.objects.filter(status="retested").count() >= 5
    assert Sitting.objects.filter(status="follow_up").exists()


@pytest.mark.capability(108, 114)
def test_a_year_of_supervision_is_held_with_one_pair_late_and_prompts_that_prove():
    assert SupervisionSession.objects.count() == 72
    assert set(PromptUse.objects.values_list("use", flat=True)) == {"used", "not_used"}
    at = dt.datetime.combine(TODAY, dt.time(8, 30), load.LONDON)
    due = Clock.objects.filter(kind="supervision", ended_at__isnull=True)
    assert sum(clock.standing(at) == "overdue" for clock in due) == 1
    story_action = Action.objects.get(
        title="One page of who owns what, agreed by the four agencies"
    )
    types = [item.type for item in evidence_of(story_action)]
    assert "supervision_record" in types
    assert communications_of(story_action).filter(way="supervision").exists()


@pytest.mark.capability(57, 62)
def test_the_escalation_of_the_missed_escalation_is_told_with_its_gap():
    step_up = StepUp.objects.get(episode__incident=story("story-missed-escalation"))
    at = dt.datetime.combine(TODAY, dt.time(8, 30), load.LONDON)
    assert step_up.late_by(at) == dt.timedelta(hours=50, minutes=50)
    assert step_up.review.learning


@pytest.mark.capability(68, 69)
def test_signs_lead_to_step_ups_more_often_after_the_change_and_late_crises_are_fewer():
    changed = TODAY - dt.timedelta(days=165)
    rows = Tally.objects.filter(measure="step_up_linkage", unit__code="tarnwick-cmht")
    before, after = rows.filter(month__lt=changed), rows.filter(month__gte=changed)

    def share(found):
        return sum(row.count for row in found) / sum(row.of for row in found)

    assert share(before) < 0.6 and share(after) > 0.8
    members = Cohort.objects.get().members.values("person")
    late = Crisis.objects.filter(person__in=members, stage__in=["crisis", "after"])
    assert late.filter(happened_at__date__lt=changed).count() >= 6
    assert 1 <= late.filter(happened_at__date__gte=changed).count() <= 3


@pytest.mark.capability(58)
def test_something_of_escalation_waits_today():
    statuses = list(Episode.objects.values_list("status", flat=True))
    assert len(statuses) >= 55
    assert statuses.count("step_up") == 2 and statuses.count("monitored") == 1
    assert unmapped(Cohort.objects.get().organisation_id).count() == 1


def test_a_bulletin_was_read_by_most_and_asked_about_some_weeks_later():
    bulletin = Bulletin.objects.get(title="A warning sign is a reason to decide")
    reach = reach_of(bulletin)
    assert 0 < reach.acknowledged < reach.of
    assert bulletin.answers.filter(status="answered").count() == 6
    (check,) = of_bulletin(bulletin)
    assert remembered(check).result.checked == 5


@pytest.mark.parametrize(
    ("kind", "gaps"),
    [
        (Kind.ESCALATION, []),
        (Kind.SAFEGUARDING, ["huddles"]),  # the week that nobody held and nobody answered for
        (Kind.RESTRICTIVE, ["register"]),  # one review that is left overdue, to be seen
    ],
)
@pytest.mark.capability(70, 83, 98)
def test_the_bundle_of_each_story_is_whole_but_for_the_gap_it_tells_of(
    kind: Kind, gaps: list[str]
) -> None:
    lead = User.objects.get(email__startswith="temperance.okonjara")
    assert lead.organisation is not None
    until = timezone.localdate()
    asked = Asked(kind, lead, lead.organisation, TODAY - dt.timedelta(days=365), until)
    assert [part.code for part in assemble(asked).gaps] == gaps


def test_the_complaint_stands_on_the_incident_of_its_story() -> None:
    complaint = Complaint.objects.get(reference="C-00001")
    assert complaint.incident == story("story-restrictive-practice")


def test_the_escalation_tool_was_revised_when_the_change_went_live() -> None:
    newest = versions_of(Tool.objects.get(code="escalation"))[0]
    assert (newest.number, newest.is_draft) == (2, False)
    assert newest.published_at is not None
    assert newest.published_at.date() < TODAY - dt.timedelta(days=100)


def test_reporters_were_told_what_changed_and_two_pulses_can_be_read():
    assert told_last(story("story-missed-escalation"))
    assert told_last(story("story-restrictive-practice"))
    pulses = list(Pulse.objects.order_by("opened_on"))
    assert [one.status for one in pulses] == ["closed", "closed"]
    assert all(results(one) for one in pulses)
