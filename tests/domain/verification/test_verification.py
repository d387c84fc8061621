"""Practice is called changed only when a checked sample says so, and never by its owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.operations import set_themes
from goldthread.domain.verification import operations, queries
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.terms import RoundKind, Shown, Status
from goldthread.trail.models import Entry
from goldthread.trail.verification import verify
from goldthread.workflow.refusals import Refused
from tests.factories import verification as made
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


def codes(call: Any, *args: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.codes


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.running(provider)


@pytest.mark.capability(5, 54)
def test_agreeing_an_action_keeps_its_verification_plan(provider: Provider) -> None:
    plan = made.planned(provider)
    assert (plan.status, plan.standard, plan.verifier) == (
        Status.PLANNED,
        95,
        provider.people["verifier"],
    )


@pytest.mark.capability(54)
def test_completing_the_action_begins_a_round_that_waits_for_the_verifier(
    provider: Provider, plan: Plan
) -> None:
    clock = Clock.objects.get(kind="verification_round", ended_at__isnull=True)
    assert (plan.status, clock.owner) == (Status.RUNNING, provider.people["verifier"])


def test_weekly_for_four_weeks_is_four_rounds(provider: Provider) -> None:
    plan = made.running(provider, more={"rounds": 4, "sample_size": 5})
    days = [row.due_on for row in queries.rounds_of(plan, RoundKind.ROUND)]
    assert [(later - days[0]).days for later in days] == [0, 7, 14, 21]


@pytest.mark.capability(51)
@pytest.mark.rule("VER-01", "allowed")
@pytest.mark.rule("VER-03", "allowed")
@pytest.mark.rule("VER-04", "allowed")
def test_the_draw_stores_seed_frame_exclusions_and_sampler(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan), exclude=("case == File 007",))
    assert (row.seed, row.frame_size, row.drawn_by) == (
        "21-november",
        60,
        provider.people["verifier"],
    )
    assert row.excluded == [{"row": 6, "reason": "case == File 007"}]
    assert row.cases.count() == 20


@pytest.mark.capability(51)
def test_the_same_seed_draws_the_same_cases(provider: Provider) -> None:
    labels = [
        [case.label for case in made.drawn(provider, made.first_round(plan)).cases.all()]
        for plan in (made.running(provider), made.running(provider))
    ]
    assert labels[0] == labels[1]


@pytest.mark.capability(51)
@pytest.mark.rule("VER-04", "refused")
def test_a_sample_is_not_drawn_twice(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan))
    assert codes(operations.draw_sample, row, made.frame_of(), by=provider.people["verifier"]) == (
        "VER-04",
    )


@pytest.mark.rule("VER-01", "refused")
def test_the_owner_does_not_draw_the_sample(provider: Provider, plan: Plan) -> None:
    owner = provider.people["team_manager"]
    plan.verifier = owner
    plan.save()
    row = made.first_round(plan)
    assert codes(operations.draw_sample, row, made.frame_of(), by=owner) == ("VER-01",)


def test_a_list_shorter_than_the_sample_is_checked_whole(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan), size=8)
    assert row.cases.count() == 8


def test_lists_of_files_are_unreadable_in_the_database(provider: Provider, plan: Plan) -> None:
    made.drawn(provider, made.first_round(plan))
    with connection.cursor() as cursor:
        cursor.execute("SELECT frame FROM verification_round WHERE frame != ''")
        stored = cursor.fetchone()[0]
    assert "File" not in stored
    assert not any("File 0" in entry.body for entry in Entry.objects.all())


@pytest.mark.rule("VER-03", "refused")
def test_an_empty_list_is_refused(provider: Provider) -> None:
    with pytest.raises(Refused) as refused:
        made.frame_of(0)
    assert "Paste one case a line" in str(refused.value)


@pytest.mark.rule("VER-05", "refused")
def test_a_round_with_open_cases_is_not_finished(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan))
    by = provider.people["verifier"]
    operations.check_case(row.cases.first(), made.PASSES, by=by)
    with pytest.raises(Refused) as refused:
        operations.finish_round(row, by=by)
    assert str(refused.value) == "19 of 20 cases are still to be checked."


@pytest.mark.rule("VER-05", "boundary")
@pytest.mark.rule("VER-14", "allowed")
def test_a_case_that_could_not_be_found_does_not_block_the_round(
    provider: Provider, plan: Plan
) -> None:
    by = provider.people["verifier"]
    row = made.drawn(provider, made.first_round(plan), size=2)
    first, second = row.cases.all()
    operations.check_case(first, made.PASSES, by=by)
    operations.leave_out(second, "The file is with another team.", by=by)
    assert operations.finish_round(row, by=by).done_by == by


@pytest.mark.rule("VER-14", "refused")
def test_a_case_is_not_left_out_without_a_reason(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan))
    by = provider.people["verifier"]
    assert codes(operations.leave_out, row.cases.first(), " ", by=by) == ("VER-14",)


@pytest.mark.rule("VER-06", "refused")
def test_a_case_is_checked_once(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan))
    by = provider.people["verifier"]
    case = operations.check_case(row.cases.first(), made.PASSES, by=by)
    assert codes(operations.check_case, case, made.PASSES, by=by) == ("VER-06",)


@pytest.mark.capability(50, 51)
def test_eighteen_of_twenty_is_not_yet_shown_against_95(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 18)
    assert queries.result_now(plan).sentence == (
        "18 of 20, interval 70 to 97%, standard 95%: not yet shown"
    )


@pytest.mark.capability(5, 55)
@pytest.mark.rule("VER-09", "refused")
def test_practice_is_not_called_changed_on_eighteen_of_twenty(
    provider: Provider, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 18)
    by = provider.people["verifier"]
    with pytest.raises(Refused) as refused:
        operations.conclude(plan, by=by, **made.verdicts())
    assert "not yet shown" in str(refused.value)


@pytest.mark.capability(5, 55)
@pytest.mark.rule("VER-09", "boundary")
@pytest.mark.rule("VER-07", "allowed")
@pytest.mark.rule("VER-08", "allowed")
@pytest.mark.rule("VER-16", "allowed")
def test_twenty_of_twenty_meets_the_standard_in_the_sample(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 20)
    assert queries.result_now(plan).shown == Shown.MET_IN_SAMPLE
    operations.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    plan.refresh_from_db()
    plan.action.refresh_from_db()
    assert (plan.status, plan.action.status) == (Status.CONCLUDED, "verified")


@pytest.mark.rule("VER-08", "refused")
def test_practice_is_not_called_changed_before_the_rounds_are_done(
    provider: Provider, plan: Plan
) -> None:
    by = provider.people["verifier"]
    assert "VER-08" in codes(operations.conclude, plan, by=by, **made.verdicts())


@pytest.mark.rule("VER-01", "refused")
def test_the_owner_does_not_conclude(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 20)
    owner = provider.people["team_manager"]
    plan.verifier = owner
    plan.save()
    assert codes(operations.conclude, plan, by=owner, **made.verdicts()) == ("VER-01",)


@pytest.mark.capability(55)
@pytest.mark.rule("VER-07", "refused")
@pytest.mark.parametrize("missing", ["practice_changed", "repeat_risk", "reason"])
def test_both_verdicts_and_a_reason_are_needed(
    provider: Provider, plan: Plan, missing: str
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    values = made.verdicts(**{missing: ""})
    assert "VER-07" in codes(operations.conclude, plan, by=by, **values)


@pytest.mark.capability(55)
def test_failing_reopens_the_action_and_starts_a_new_cycle(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 9)
    operations.conclude(
        plan,
        by=provider.people["verifier"],
        **made.verdicts(practice_changed="no", next_step="reopen", next_due_on=made.next_week()),
    )
    plan.refresh_from_db()
    assert (plan.status, plan.cycle, plan.action.status) == (Status.PLANNED, 2, "agreed")


@pytest.mark.capability(55)
@pytest.mark.rule("VER-11", "refused")
@pytest.mark.parametrize(
    ("practice", "step", "due"),
    [("no", "", None), ("no", "more_rounds", 7), ("no", "reopen", None), ("no", "reopen", -1)],
)
def test_failing_without_a_next_step_is_refused(
    provider: Provider, plan: Plan, practice: str, step: str, due: int | None
) -> None:
    made.checked(provider, made.first_round(plan), 9)
    day = None if due is None else timezone.localdate() + dt.timedelta(days=due)
    values = made.verdicts(practice_changed=practice, next_step=step, next_due_on=day)
    assert codes(operations.conclude, plan, by=provider.people["verifier"], **values) == ("VER-11",)


@pytest.mark.capability(55)
@pytest.mark.rule("VER-11", "allowed")
def test_unclear_plans_another_round(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 18)
    values = made.verdicts(
        practice_changed="cannot_tell", next_step="more_rounds", next_due_on=made.next_week()
    )
    operations.conclude(plan, by=provider.people["verifier"], **values)
    plan.refresh_from_db()
    rounds = queries.rounds_of(plan, RoundKind.ROUND)
    assert (plan.status, [row.number for row in rounds]) == (Status.RUNNING, [1, 2])
    assert rounds[1].due_on == made.next_week()


@pytest.mark.capability(55)
@pytest.mark.rule("VER-10", "refused")
def test_repeat_risk_is_not_called_lower_without_a_recorded_effect(
    provider: Provider, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    assert codes(operations.conclude, plan, by=by, **made.verdicts(repeat_risk="fell")) == (
        "VER-10",
    )


@pytest.mark.capability(55)
@pytest.mark.rule("VER-10", "allowed")
def test_the_figures_of_a_verdict_say_what_was_reported_before_and_since(
    provider: Provider,
) -> None:
    theme = Theme.objects.get(code="inconsistent_care_planning")
    earlier = timezone.now() - dt.timedelta(hours=3)
    make_incident(provider, at=earlier, themes=(theme,))
    incident = make_incident(provider)
    set_themes(incident, [theme], by=provider.people["team_manager"])
    plan = made.running(provider, incident)
    made.checked(provider, made.first_round(plan), 20)
    row = operations.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    assert row.figures["repeats"]["before"] == 1


@pytest.mark.capability(55)
def test_changed_practice_with_repeats_is_only_partly_effective() -> None:
    from goldthread.domain.verification.operations.concluding import outcome_of

    assert outcome_of("yes", "not_fallen") == "partly"
    assert outcome_of("yes", "cannot_tell") == "effective"
    assert outcome_of("no", "fell") == "not_effective"
    assert outcome_of("cannot_tell", "fell") == "cannot_tell"


@pytest.mark.capability(50)
@pytest.mark.rule("VER-15", "refused")
def test_a_re_audit_without_its_baseline_cannot_show_change(provider: Provider) -> None:
    plan = made.running(provider, method="re_audit")
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    assert codes(operations.conclude, plan, by=by, **made.verdicts()) == ("VER-15",)


@pytest.mark.capability(50)
@pytest.mark.rule("VER-15", "allowed")
def test_a_re_audit_shows_baseline_and_re_audit_with_the_same_criteria(provider: Provider) -> None:
    plan = made.planned(provider, method="re_audit")
    baseline = queries.baseline_of(plan)
    assert baseline is not None
    made.checked(provider, baseline, 11)
    from tests.factories.actions import communicate, implement

    communicate(provider, implement(provider, plan.action))
    plan.refresh_from_db()
    made.checked(provider, made.first_round(plan), 20)
    row = operations.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    assert (row.figures["baseline"]["passed"], row.figures["result"]["passed"]) == (11, 20)
    versions = {
        case.response.version_id
        for sitting in plan.rounds.all()
        for case in sitting.cases.all()
        if case.response
    }
    assert versions == {plan.instrument_version_id}


@pytest.mark.rule("VER-16", "refused")
def test_rounds_are_not_checked_before_the_change_is_complete(provider: Provider) -> None:
    plan = made.running(provider)
    made.checked(provider, made.first_round(plan), 9)
    values = made.verdicts(practice_changed="no", next_step="reopen", next_due_on=made.next_week())
    operations.conclude(plan, by=provider.people["verifier"], **values)
    old = plan.rounds.get(cycle=1, kind=RoundKind.ROUND)
    assert "VER-16" in codes(
        operations.draw_sample, old, made.frame_of(), by=provider.people["verifier"]
    )


@pytest.mark.rule("VER-12", "refused")
def test_a_trend_is_not_called_changed_without_its_chart(provider: Provider) -> None:
    plan = made.running(provider, method="trend", more={"instrument": "", "sample_size": 1})
    by = provider.people["verifier"]
    assert "VER-12" in codes(operations.conclude, plan, by=by, **made.verdicts())


@pytest.mark.rule("VER-12", "allowed")
def test_a_trend_without_its_chart_may_be_said_to_show_no_change(provider: Provider) -> None:
    plan = made.running(provider, method="trend", more={"instrument": "", "sample_size": 1})
    said = made.verdicts(practice_changed="no", repeat_risk="not_fallen", next_step="new_action")
    operations.conclude(plan, by=provider.people["verifier"], **said)
    plan.action.refresh_from_db()
    assert plan.action.status != "verified"


@pytest.mark.rule("VER-02", "refused")
def test_a_plan_by_files_does_not_lose_its_instrument(provider: Provider) -> None:
    plan = made.planned(provider)
    by = provider.people["governance_lead"]
    assert codes(operations.change_plan, plan, {"instrument_version": None}, by=by) == ("VER-02",)


@pytest.mark.rule("VER-02", "boundary")
def test_a_trend_needs_no_instrument(provider: Provider) -> None:
    plan = made.planned(provider, method="trend", more={"instrument": "", "sample_size": 1})
    by = provider.people["governance_lead"]
    assert operations.change_plan(plan, {"measure": "Missed visits a week"}, by=by).version > 1


OBSERVED = {
    "who": "Two care coordinators",
    "setting": "huddle",
    "observed_on": "2026-01-12",
    "told": "yes",
    "change_seen": "seen",
    "tool_used": "yes",
    "work_as_done": "The board is by the door.",
}


@pytest.mark.capability(52)
@pytest.mark.rule("VER-13", "allowed")
def test_an_observation_records_who_setting_and_seen_or_not(provider: Provider) -> None:
    plan = made.running(provider, method="observation", more={"instrument": "practice_observation"})
    by = provider.people["verifier"]
    case = operations.observe(made.first_round(plan), "Monday huddle", OBSERVED, by=by)
    assert case.response is not None
    assert case.response.passes is True
    assert case.setting == "Monday huddle"


@pytest.mark.capability(52)
@pytest.mark.rule("VER-13", "refused")
def test_an_observation_without_its_setting_is_refused(provider: Provider) -> None:
    plan = made.running(provider, method="observation", more={"instrument": "practice_observation"})
    by = provider.people["verifier"]
    assert codes(operations.observe, made.first_round(plan), " ", OBSERVED, by=by) == ("VER-13",)


@pytest.mark.rule("VER-06", "allowed")
def test_a_second_reader_is_someone_else(provider: Provider, plan: Plan) -> None:
    row = made.drawn(provider, made.first_round(plan))
    by = provider.people["verifier"]
    case = operations.check_case(row.cases.first(), made.PASSES, by=by)
    with pytest.raises(Refused):
        operations.read_again(case, made.FAILS, by=by)
    operations.read_again(case, made.FAILS, by=provider.people["governance_lead"])
    assert queries.result_of([row], 95).passed == 1


def test_corrected_answers_count_and_the_first_ones_are_kept(
    provider: Provider, plan: Plan
) -> None:
    row = made.drawn(provider, made.first_round(plan))
    by = provider.people["verifier"]
    case = operations.check_case(row.cases.first(), made.FAILS, by=by)
    operations.correct_case(case, made.PASSES, "Misread the second page.", by=by)
    case.refresh_from_db()
    assert case.response is not None
    assert case.response.passes is True
    assert case.response.replaces is not None


@pytest.mark.capability(5)
def test_rechecks_are_planned_at_three_six_and_twelve_months(
    provider: Provider, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    operations.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    days = [row.due_on for row in queries.rounds_of(plan, RoundKind.RECHECK)]
    today = timezone.localdate()
    assert [round((day - today).days / 30.4) for day in days] == [3, 6, 12]


def test_a_relapse_finds_the_action_not_effective(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    operations.conclude(plan, by=by, **made.verdicts())
    recheck = made.checked(provider, plan.rounds.get(kind=RoundKind.RECHECK, number=1), 12)
    with pytest.raises(Refused, match="cannot be called sustained"):
        operations.record_recheck(recheck, sustained=True, reason="Looks fine.", by=by)
    operations.record_recheck(recheck, sustained=False, reason="Slipped in spring.", by=by)
    plan.refresh_from_db()
    assert (plan.status, plan.action.status) == (Status.RELAPSED, "not_effective")


@pytest.mark.capability(54)
def test_the_funnel_counts_planned_checked_and_passed_apart(provider: Provider) -> None:
    made.planned(provider)
    done = made.running(provider)
    made.checked(provider, made.first_round(done), 20)
    operations.conclude(done, by=provider.people["verifier"], **made.verdicts())
    counts = queries.funnel(provider.people["governance_lead"])
    assert (counts.agreed, counts.planned, counts.checked, counts.passed) == (2, 2, 1, 1)


def test_a_plan_of_a_restricted_incident_is_not_seen_by_others(provider: Provider) -> None:
    from goldthread.domain.incidents.operations import restrict

    incident: Incident = make_incident(provider)
    plan = made.running(provider, incident)
    restrict(incident, "Staff involved", [], by=provider.people["governance_lead"])
    assert not queries.visible_to(provider.people["verifier"]).filter(pk=plan.pk).exists()
    assert queries.visible_to(provider.people["governance_lead"]).filter(pk=plan.pk).exists()


def test_the_trail_of_a_verification_verifies(provider: Provider, plan: Plan) -> None:
    made.checked(provider, made.first_round(plan), 20)
    operations.conclude(plan, by=provider.people["verifier"], **made.verdicts())
    assert list(verify()) == []
