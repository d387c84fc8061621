"""A measure is written down before the change, and the figures may say less than was hoped."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.clocks.models import Clock
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.verification import operations, queries
from goldthread.domain.verification.models import Effect, Plan
from goldthread.domain.verification.terms import RoundKind, Status
from goldthread.trail.verification import verify
from goldthread.workflow.operations import Event, subscribe
from goldthread.workflow.refusals import Refused
from tests.factories import verification as made
from tests.factories.actions import implement
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

TREND: dict[str, Any] = {"method": "trend", "more": {"instrument": "", "sample_size": 1}}
SINCE_SPRING = dt.timedelta(days=183)


def codes(call: Any, *args: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **options)
    return refused.value.codes


def warned(effect: Effect) -> set[str]:
    return {one["code"] for one in effect.result["warnings"]}


@pytest.fixture
def plan(provider: Provider) -> Plan:
    return made.measured(provider)


@pytest.fixture
def trend(provider: Provider) -> Plan:
    return made.measured(provider, **TREND)


# --- what is measured ---------------------------------------------------------------------------


@pytest.mark.capability(53)
@pytest.mark.rule("VER-27", "allowed")
@pytest.mark.rule("VER-28", "allowed")
def test_a_measure_is_registered_before_the_change(provider: Provider) -> None:
    plan = made.registered(provider, made.planned(provider))
    need = queries.what_it_needs(plan)
    assert need is not None
    assert (need.denominator, need.direction, need.worthwhile) == ("months", "decrease", 0.5)
    assert (need.after_from, need.share) == (None, False)


def test_a_plan_without_a_measure_needs_nothing_counted(provider: Provider) -> None:
    assert queries.what_it_needs(made.planned(provider)) is None


@pytest.mark.rule("VER-27", "refused")
@pytest.mark.parametrize(
    "missing",
    [{"event": " "}, {"measure": ""}, {"denominator": ""}, {"direction": "up"}, {"worthwhile": 1}],
)
def test_an_incomplete_measure_is_refused(provider: Provider, missing: dict[str, Any]) -> None:
    plan = made.planned(provider)
    assert "VER-27" in codes(made.registered, provider, plan, **missing)


@pytest.mark.rule("VER-28", "refused")
@pytest.mark.parametrize(
    "wrong",
    [{"baseline_until": 400}, {"check_on": 2}, {"baseline_from": None}, {"check_on": None}],
)
def test_windows_out_of_order_are_refused(provider: Provider, wrong: dict[str, Any]) -> None:
    days = {
        name: back and timezone.localdate() - dt.timedelta(days=back)
        for name, back in wrong.items()
    }
    assert codes(made.registered, provider, made.planned(provider), **days) == ("VER-28",)


@pytest.mark.rule("VER-28", "boundary")
def test_a_baseline_may_end_on_the_day_the_change_goes_live_and_no_later(
    provider: Provider,
) -> None:
    plan = made.planned(provider)
    implement(provider, plan.action)
    plan.refresh_from_db()
    today = timezone.localdate()
    late = {"baseline_until": today + dt.timedelta(days=1)}
    assert codes(made.registered, provider, plan, **late) == ("VER-28",)
    made.registered(provider, plan, baseline_until=today)


@pytest.mark.capability(53)
def test_before_the_change_a_measure_can_be_written_again_without_a_reason(
    provider: Provider,
) -> None:
    plan = made.registered(provider, made.planned(provider))
    plan = made.registered(provider, plan, measure="Visits made late")
    assert [row.number for row in plan.registrations.all()] == [1, 2]
    assert queries.amendments(plan) == []


@pytest.mark.capability(53)
@pytest.mark.rule("VER-29", "refused")
def test_after_the_change_a_measure_is_not_altered_silently(provider: Provider, plan: Plan) -> None:
    until = timezone.localdate() - SINCE_SPRING
    assert codes(made.registered, provider, plan, baseline_until=until) == ("VER-29",)
    row = queries.registration_of(plan)
    assert row is not None
    assert row.number == 1


@pytest.mark.capability(53)
@pytest.mark.rule("VER-29", "allowed")
def test_an_amendment_with_its_reason_is_kept_beside_the_first_wording_and_shown(
    provider: Provider, plan: Plan
) -> None:
    until = timezone.localdate() - SINCE_SPRING
    plan = made.registered(
        provider,
        plan,
        baseline_until=until,
        denominator="contacts",
        amends_because="The diary changed to contacts in May.",
    )
    assert [row.denominator for row in plan.registrations.all()] == ["months", "contacts"]
    assert [row.amends_because for row in queries.amendments(plan)] == [
        "The diary changed to contacts in May."
    ]
    assert "amended_after_the_change" in warned(made.effect_of(provider, plan))


@pytest.mark.rule("VER-01", "refused")
def test_the_owner_plans_a_measure_and_does_not_amend_it_once_live(provider: Provider) -> None:
    plan = made.planned(provider)
    owner = provider.people["team_manager"]
    operations.register_measure(plan, made.measure_of(), by=owner)
    implement(provider, plan.action)
    plan.refresh_from_db()
    again = made.measure_of(amends_because="It counts too much.")
    assert codes(operations.register_measure, plan, again, by=owner) == ("VER-01",)


@pytest.mark.capability(53)
def test_a_measure_made_after_the_change_is_flagged(provider: Provider) -> None:
    late = made.measured(provider, late=True)
    assert queries.registered_late(late)
    assert "registered_after_the_change" in warned(made.effect_of(provider, late))


def test_a_measure_made_before_the_change_is_not_flagged(provider: Provider, plan: Plan) -> None:
    assert not queries.registered_late(plan)
    assert "registered_after_the_change" not in warned(made.effect_of(provider, plan))


def test_a_change_recorded_later_than_it_went_live_still_flags_the_measure(
    provider: Provider,
) -> None:
    from goldthread.domain.actions import operations as actions
    from tests.factories.actions import TEMPLATE

    began = timezone.now() - dt.timedelta(days=20)
    plan = made.planned(provider, at=began)
    plan = made.registered(
        provider,
        plan,
        at=began + dt.timedelta(days=10),
        baseline_until=timezone.localdate(began),
    )
    owner = provider.people["team_manager"]
    actions.add_evidence(plan.action, "template", TEMPLATE, by=owner)
    actions.implement(
        plan.action,
        live_on=timezone.localdate(began) + dt.timedelta(days=2),
        how="On every desk.",
        by=owner,
    )
    assert queries.registered_late(Plan.objects.get(pk=plan.pk))


@pytest.mark.rule("VER-30", "refused")
def test_the_standard_stands_once_the_change_is_live(provider: Provider) -> None:
    plan = made.planned(provider)
    implement(provider, plan.action)
    plan.refresh_from_db()
    by = provider.people["governance_lead"]
    assert codes(operations.change_plan, plan, {"standard": 70}, by=by) == ("VER-30",)


@pytest.mark.rule("VER-30", "allowed")
def test_the_verifier_can_still_change_once_the_change_is_live(provider: Provider) -> None:
    plan = made.planned(provider)
    implement(provider, plan.action)
    plan.refresh_from_db()
    by = provider.people["governance_lead"]
    same = {"standard": plan.standard, "measure": plan.measure, "verifier": None}
    assert operations.change_plan(plan, same, by=by).verifier is None


# --- what the figures say -----------------------------------------------------------------------


@pytest.mark.capability(53, 55)
@pytest.mark.rule("VER-31", "allowed")
@pytest.mark.rule("VER-32", "allowed")
@pytest.mark.rule("VER-33", "allowed")
def test_an_effect_keeps_its_figures_verdict_sentence_power_and_day_of_enough(
    provider: Provider, plan: Plan
) -> None:
    effect = made.effect_of(provider, plan)
    assert effect.verdict == "too_early_or_too_few"
    assert effect.sentence.startswith("Too early or too few to tell. 4 in 6 months")
    assert effect.result["power"]["power"] == pytest.approx(0.199, abs=0.001)
    assert effect.enough_by is not None
    assert effect.enough_by > timezone.localdate()
    assert list(verify()) == []


@pytest.mark.rule("VER-31", "refused")
def test_an_effect_without_a_registered_measure_is_refused(provider: Provider) -> None:
    assert codes(made.effect_of, provider, made.running(provider)) == ("VER-31", "VER-32")


@pytest.mark.rule("VER-32", "refused")
@pytest.mark.rule("VER-32", "boundary")
def test_figures_reach_past_the_day_of_the_change_and_not_into_the_future(
    provider: Provider, plan: Plan
) -> None:
    live, today = queries.live_on(plan), timezone.localdate()
    assert live is not None
    for wrong in (live, today + dt.timedelta(days=1)):
        assert codes(made.effect_of, provider, plan, after_until=wrong) == ("VER-32",)
    assert made.effect_of(provider, plan, after_until=today).after_until == today


@pytest.mark.rule("VER-32", "refused")
def test_nothing_is_counted_before_the_change_is_live(provider: Provider) -> None:
    plan = made.registered(provider, made.planned(provider))
    assert codes(made.effect_of, provider, plan) == ("VER-32",)


@pytest.mark.rule("VER-33", "refused")
def test_figures_without_a_source_are_refused(provider: Provider, plan: Plan) -> None:
    assert codes(made.effect_of, provider, plan, source=" ") == ("VER-33",)


@pytest.mark.rule("VER-01", "refused")
def test_the_owner_does_not_record_the_effect(provider: Provider, plan: Plan) -> None:
    owner = provider.people["team_manager"]
    plan.verifier = owner
    plan.save()
    assert codes(made.effect_of, provider, plan, by=owner) == ("VER-01",)


def test_the_product_may_record_an_effect_itself(provider: Provider, plan: Plan) -> None:
    effect = made.effect_of(provider, plan, by="system")
    assert effect.recorded_by is None


def test_figures_that_cannot_be_are_refused_and_nothing_is_kept(
    provider: Provider, plan: Plan
) -> None:
    by = provider.people["verifier"]
    with pytest.raises(Refused, match="exposure must be a number more than 0") as refused:
        operations.record_effect(plan, 12, 0, 4, 6, "The rota.", by)
    assert refused.value.codes == ("VER-34",)
    assert not Effect.objects.exists()


def test_a_share_is_compared_as_a_share(provider: Provider) -> None:
    at = timezone.now() - SINCE_SPRING
    plan = made.planned(provider, at=at)
    plan = made.registered(provider, plan, at=at, denominator="cases", direction="increase")
    implement(provider, plan.action, at=at)
    plan.refresh_from_db()
    by = provider.people["verifier"]
    effect = operations.record_effect(plan, 11, 20, 19, 20, "Two file audits.", by)
    assert (effect.result["kind"], effect.verdict) == ("share", "improved")


def test_months_that_do_not_add_up_are_refused(provider: Provider, plan: Plan) -> None:
    with pytest.raises(Refused, match="add up to 13, and 12 were counted"):
        made.effect_of(provider, plan, by_month=[1] * 13)


@pytest.mark.capability(53)
def test_a_bad_spell_before_the_change_is_said_beside_the_effect(
    provider: Provider, plan: Plan
) -> None:
    months = [0, 1, 0, 1, 0, 1, 0, 1, 0, 2, 3, 3]
    assert "regression_to_mean" in warned(made.effect_of(provider, plan, by_month=months))


@pytest.mark.capability(53)
def test_another_change_in_the_same_service_is_said_beside_the_effect(
    provider: Provider, plan: Plan
) -> None:
    other = made.planned(provider)
    implement(provider, other.action)
    hidden = made.planned(provider)
    implement(provider, hidden.action)
    restrict(hidden.incident, "Staff involved", [], by=provider.people["governance_lead"])
    effect = made.effect_of(provider, plan)
    assert "simultaneous_actions" in warned(effect)
    assert queries.latest_effect(plan) == effect


def test_more_reporting_of_everything_is_said_beside_the_effect(
    provider: Provider, plan: Plan
) -> None:
    for _ in range(8):
        make_incident(provider)
    assert "reporting_change" in warned(made.effect_of(provider, plan))


# --- what the verdicts may rest on --------------------------------------------------------------


@pytest.mark.capability(55)
@pytest.mark.rule("VER-10", "refused")
@pytest.mark.parametrize(
    ("after", "said", "words"),
    [
        (4, "fell", "So the second verdict can only be"),
        (4, "not_fallen", "So the second verdict can only be"),
        (14, "fell", "So repeat risk cannot be called lower"),
    ],
)
def test_repeat_risk_is_not_called_beyond_what_the_effect_shows(
    provider: Provider, plan: Plan, after: int, said: str, words: str
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    made.effect_of(provider, plan, 12, after)
    by = provider.people["verifier"]
    with pytest.raises(Refused, match=words):
        operations.conclude(plan, by=by, **made.verdicts(repeat_risk=said))


@pytest.mark.capability(55)
@pytest.mark.rule("VER-10", "boundary")
def test_repeat_risk_is_called_lower_on_an_effect_that_just_shows_it(
    provider: Provider, plan: Plan
) -> None:
    made.checked(provider, made.first_round(plan), 20)
    effect = made.effect_of(provider, plan, 12, 1)
    by = provider.people["verifier"]
    row = operations.conclude(plan, by=by, **made.verdicts(repeat_risk="fell"))
    assert row.figures["effect"]["id"] == effect.pk


@pytest.mark.rule("VER-12", "refused")
@pytest.mark.parametrize(("after", "said"), [(4, "yes"), (4, "partly"), (4, "no"), (14, "yes")])
def test_a_trend_is_not_judged_beyond_its_effect(
    provider: Provider, trend: Plan, after: int, said: str
) -> None:
    made.effect_of(provider, trend, 12, after)
    by = provider.people["verifier"]
    day = {"next_step": "reopen", "next_due_on": made.next_week()} if said != "yes" else {}
    values = made.verdicts(practice_changed=said, **day)
    assert codes(operations.conclude, trend, by=by, **values) == ("VER-12",)


@pytest.mark.capability(53, 55)
@pytest.mark.rule("VER-12", "boundary")
def test_an_effect_finishes_the_round_of_a_trend_and_lets_it_be_called_effective(
    provider: Provider, trend: Plan
) -> None:
    effect = made.effect_of(provider, trend, 12, 1)
    assert effect.round == made.first_round(trend)
    assert not Clock.objects.filter(kind="verification_round", ended_at__isnull=True).exists()
    by = provider.people["verifier"]
    operations.conclude(trend, by=by, **made.verdicts(repeat_risk="fell"))
    trend.refresh_from_db()
    assert (trend.status, trend.action.status) == (Status.CONCLUDED, "verified")


def test_too_few_plans_another_round(provider: Provider, trend: Plan) -> None:
    made.effect_of(provider, trend)
    values = made.verdicts(
        practice_changed="cannot_tell", next_step="more_rounds", next_due_on=made.next_week()
    )
    operations.conclude(trend, by=provider.people["verifier"], **values)
    rounds = queries.rounds_of(trend, RoundKind.ROUND)
    assert [row.done_at is not None for row in rounds] == [True, False]


# --- does it last -------------------------------------------------------------------------------


def effective(provider: Provider, trend: Plan) -> Plan:
    made.effect_of(provider, trend, 12, 1)
    operations.conclude(trend, by=provider.people["verifier"], **made.verdicts(repeat_risk="fell"))
    return Plan.objects.get(pk=trend.pk)


@pytest.mark.capability(56)
@pytest.mark.parametrize(("after", "sustained"), [(2, True), (30, False)])
def test_a_trend_is_checked_again_by_a_later_effect(
    provider: Provider, trend: Plan, after: int, sustained: bool
) -> None:
    plan = effective(provider, trend)
    later = timezone.now() + dt.timedelta(days=91)
    by = provider.people["verifier"]
    figures = (12, 12.0, after, 9.0)
    effect = operations.record_effect(plan, *figures, "The rota.", by, at=later)
    assert effect.round is not None
    assert effect.round.kind == RoundKind.RECHECK
    if not sustained:
        with pytest.raises(Refused, match="cannot be called sustained"):
            operations.record_recheck(effect.round, sustained=True, reason="Fine.", by=by, at=later)
    operations.record_recheck(effect.round, sustained=sustained, reason="Seen.", by=by, at=later)
    plan.refresh_from_db()
    assert plan.status == (Status.SUSTAINED if sustained else Status.RELAPSED)


def test_a_re_check_is_not_used_up_months_before_it_is_due(provider: Provider, trend: Plan) -> None:
    plan = effective(provider, trend)
    assert made.effect_of(provider, plan, 12, 1).round is None


@pytest.mark.capability(56)
def test_a_re_check_in_which_nothing_was_checked_sustains_nothing(
    provider: Provider,
) -> None:
    plan = made.running(provider)
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    operations.conclude(plan, by=by, **made.verdicts())
    row = made.drawn(provider, plan.rounds.get(kind=RoundKind.RECHECK, number=1), 1)
    operations.leave_out(row.cases.get(), "The file is lost.", by=by)
    row = operations.finish_round(row, by=by)
    with pytest.raises(Refused, match="Nothing was checked"):
        operations.record_recheck(row, sustained=True, reason="Fine.", by=by)


@pytest.mark.capability(56)
def test_a_relapse_is_told_to_later_apps_with_its_round_and_reason(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from goldthread.workflow import operations as workflow

    heard: list[Event] = []
    monkeypatch.setattr(workflow, "_subscribers", {**workflow._subscribers})
    subscribe("verification.relapse")(heard.append)
    plan = made.running(provider)
    made.checked(provider, made.first_round(plan), 20)
    by = provider.people["verifier"]
    operations.conclude(plan, by=by, **made.verdicts())
    row = made.checked(provider, plan.rounds.get(kind=RoundKind.RECHECK, number=2), 12)
    operations.record_recheck(row, sustained=False, reason="Slipped in spring.", by=by)
    (event,) = heard
    assert event.record.pk == plan.pk
    assert (event.facts["round"].pk, event.facts["reason"]) == (row.pk, "Slipped in spring.")
    assert event.facts["result"].passed == 12
