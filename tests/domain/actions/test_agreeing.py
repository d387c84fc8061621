"""An action is proposed freely and agreed only when it is specific, owned, dated and planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks.models import Clock
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import absence_warning, hints
from goldthread.domain.actions.terms import Kind, Method, Route, Status, Strength
from goldthread.domain.incidents.operations import name_viewer, restrict
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow import operations as workflow
from goldthread.workflow.operations import Event, subscribe
from goldthread.workflow.refusals import Refused
from tests.factories.actions import draft_of, make_agreed, make_proposed, plan_of
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider

DAY = dt.timedelta(days=1)
WEAK = "All staff will be reminded of the importance of checking the rota before each visit."


def agreeing(provider: Provider, plan: dict[str, Any] | None = None, **changes: Any) -> set[str]:
    """The codes with which agreeing such a draft is refused; empty when it is agreed."""
    action = make_proposed(provider, **changes)
    try:
        actions.agree(action, plan_of(provider, **(plan or {})), by=provider.people["reviewer"])
    except Refused as refused:
        action.refresh_from_db()
        assert action.status == Status.PROPOSED
        return set(refused.codes)
    return set()


def running_clock(action: Action) -> Clock:
    """The one clock of an action that still runs."""
    return Clock.objects.get(
        subject_type="actions.action", subject_id=action.pk, ended_at__isnull=True
    )


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """Every agreement that was published."""
    events: list[Event] = []
    subscribe("action.agree")(events.append)
    yield events
    workflow._subscribers["action.agree"].remove(events.append)


@pytest.mark.capability(40, 42)
def test_an_agreed_action_waits_for_its_owner_until_the_end_of_its_day(provider: Provider) -> None:
    action = make_agreed(provider)
    clock = running_clock(action)
    local = timezone.localtime(clock.due_at)
    assert (action.status, clock.owner, clock.kind) == (
        Status.AGREED,
        provider.people["team_manager"],
        "action_due",
    )
    assert (local.date(), local.hour) == (action.due_on, 23)


@pytest.mark.capability(49)
def test_a_proposal_waits_for_the_manager_until_it_is_agreed(provider: Provider) -> None:
    action = make_proposed(provider)
    clock = running_clock(action)
    assert (clock.kind, clock.owner_role) == ("action_agree", "team_manager")
    actions.agree(action, plan_of(provider), by=provider.people["governance_lead"])
    clock.refresh_from_db()
    assert clock.met


def test_a_withdrawn_proposal_waits_for_nobody(provider: Provider) -> None:
    action = make_proposed(provider)
    actions.withdraw(action, "Another does it.", by=provider.people["governance_lead"])
    ended = Clock.objects.get(subject_type="actions.action", subject_id=action.pk)
    assert ended.ended_at is not None and not ended.met


@pytest.mark.capability(39)
def test_the_owner_is_told_without_a_word_of_the_action(provider: Provider) -> None:
    action = make_agreed(provider)
    notice = Notice.objects.get(recipient=provider.people["team_manager"], kind="action_agreed")
    assert notice.link == f"/actions/{action.pk}/"
    assert action.title not in notice.subject + notice.body


@pytest.mark.rule("ACT-01", "refused")
@pytest.mark.parametrize("missing", ["title", "change"])
def test_a_proposal_says_what_changes(provider: Provider, missing: str) -> None:
    incident = make_incident(provider)
    draft = draft_of(provider, **{missing: "  "})
    with pytest.raises(Refused) as refused:
        actions.propose(incident, draft, by=provider.people["reviewer"])
    assert refused.value.codes == ("ACT-01",)
    assert not Action.objects.exists()


@pytest.mark.rule("ACT-01", "allowed")
@pytest.mark.rule("ACT-01", "boundary")
def test_a_proposal_needs_nothing_more_than_that(provider: Provider) -> None:
    draft = draft_of(provider, owner=None, due_on=None, routes=(), strength="", success_measure="")
    action = actions.propose(make_incident(provider), draft, by=provider.people["reviewer"])
    assert action.status == Status.PROPOSED


@pytest.mark.capability(38)
@pytest.mark.rule("ACT-02", "refused")
def test_reminding_staff_is_not_agreed(provider: Provider) -> None:
    assert "ACT-02" in agreeing(provider, change=WEAK)


@pytest.mark.capability(38)
@pytest.mark.rule("ACT-02", "refused")
def test_weak_wording_in_the_title_is_not_agreed_either(provider: Provider) -> None:
    assert "ACT-02" in agreeing(provider, title="Remind staff to check the rota")


@pytest.mark.capability(38)
def test_the_refusal_quotes_the_words_and_asks_a_better_question(provider: Provider) -> None:
    action = make_proposed(provider, change=WEAK)
    with pytest.raises(Refused) as refused:
        actions.agree(action, plan_of(provider), by=provider.people["reviewer"])
    sentence = next(r.sentence for r in refused.value.refusals if r.code == "ACT-02")
    assert "relies on people remembering" in sentence and "?" in sentence


@pytest.mark.capability(38)
@pytest.mark.rule("ACT-02", "allowed")
def test_weak_wording_is_agreed_when_graded_weak_with_a_reason(provider: Provider) -> None:
    assert not agreeing(
        provider,
        change=WEAK,
        strength=Strength.WEAK,
        weak_reason="The template that replaces this goes live in May; this bridges two weeks.",
    )


@pytest.mark.rule("ACT-02", "boundary")
def test_a_reason_does_not_save_weak_wording_graded_stronger(provider: Provider) -> None:
    assert "ACT-02" in agreeing(
        provider, change=WEAK, strength=Strength.MEDIUM, weak_reason="It bridges two weeks."
    )


@pytest.mark.rule("ACT-02", "boundary")
@pytest.mark.parametrize(("words", "specific"), [(4, False), (5, True)])
def test_four_words_are_too_few_to_be_specific(
    provider: Provider, words: int, specific: bool
) -> None:
    change = " ".join(["The", "board", "shows", "uncovered", "visits"][:words])
    assert ("ACT-02" not in agreeing(provider, change=change)) == specific


@pytest.mark.capability(39)
@pytest.mark.rule("ACT-03", "refused")
def test_an_action_without_an_owner_is_not_agreed(provider: Provider) -> None:
    assert agreeing(provider, owner=None) == {"ACT-03"}


@pytest.mark.capability(39)
@pytest.mark.rule("ACT-03", "refused")
def test_a_leaver_does_not_own_an_action(provider: Provider) -> None:
    leaver = provider.person("Lena Vale", "supervisor")
    User.objects.filter(pk=leaver.pk).update(left_on=timezone.localdate())
    leaver.refresh_from_db()
    assert agreeing(provider, owner=leaver) == {"ACT-03"}


@pytest.mark.rule("ACT-03", "boundary")
def test_someone_who_leaves_tomorrow_may_still_own_one(provider: Provider) -> None:
    leaver = provider.person("Lena Vale", "supervisor")
    User.objects.filter(pk=leaver.pk).update(left_on=timezone.localdate() + DAY)
    leaver.refresh_from_db()
    assert not agreeing(provider, owner=leaver)


@pytest.mark.rule("ACT-03", "refused")
def test_someone_of_another_organisation_does_not_own_an_action(provider: Provider) -> None:
    stranger = make_provider("Otherwell Trust").people["team_manager"]
    assert agreeing(provider, owner=stranger) == {"ACT-03"}


@pytest.mark.rule("ACT-03", "refused")
def test_the_owner_on_a_restricted_incident_is_named_to_see_it(provider: Provider) -> None:
    incident, lead = make_incident(provider), provider.people["governance_lead"]
    restrict(incident, "Concerns a colleague", [], by=lead)
    action = actions.propose(incident, draft_of(provider), by=lead)
    with pytest.raises(Refused) as refused:
        actions.agree(action, plan_of(provider), by=lead)
    assert refused.value.codes == ("ACT-03",)


@pytest.mark.rule("ACT-03", "allowed")
def test_a_named_owner_takes_an_action_of_a_restricted_incident(provider: Provider) -> None:
    incident, lead = make_incident(provider), provider.people["governance_lead"]
    restrict(incident, "Concerns a colleague", [], by=lead)
    name_viewer(incident, provider.people["team_manager"], by=lead)
    action = actions.propose(incident, draft_of(provider), by=lead)
    assert actions.agree(action, plan_of(provider), by=lead).status == Status.AGREED


@pytest.mark.capability(39)
def test_an_absent_owner_is_a_warning_that_names_the_cover(provider: Provider) -> None:
    owner, cover = provider.people["team_manager"], provider.people["supervisor"]
    today = timezone.localdate()
    owner.absent_from, owner.absent_until, owner.covered_by = today, today + 7 * DAY, cover
    owner.save()
    assert not agreeing(provider, owner=owner)
    assert cover.name in absence_warning(owner)


def test_an_absent_owner_without_cover_is_said_plainly(provider: Provider) -> None:
    owner = provider.people["team_manager"]
    owner.absent_from = timezone.localdate()
    owner.save()
    assert "nobody covers" in absence_warning(owner)
    assert absence_warning(owner, timezone.localdate() - DAY) == ""


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-05", "refused")
@pytest.mark.parametrize("due_on", [None, timezone.localdate() - DAY])
def test_an_action_needs_a_day_that_has_not_passed(
    provider: Provider, due_on: dt.date | None
) -> None:
    assert agreeing(provider, due_on=due_on) == {"ACT-05"}


@pytest.mark.rule("ACT-05", "allowed")
@pytest.mark.rule("ACT-05", "boundary")
def test_an_action_may_be_due_today(provider: Provider) -> None:
    assert not agreeing(provider, due_on=timezone.localdate())


@pytest.mark.capability(40)
@pytest.mark.rule("ACT-06", "refused")
@pytest.mark.rule("ACT-06", "boundary")
@pytest.mark.parametrize(("days", "codes"), [(7, set()), (8, {"ACT-06"})])
def test_what_is_promised_for_this_week_is_due_within_seven_days(
    provider: Provider, days: int, codes: set[str]
) -> None:
    due = timezone.localdate() + days * DAY
    assert agreeing(provider, rapid=True, due_on=due) == codes


@pytest.mark.rule("ACT-06", "allowed")
def test_an_ordinary_action_may_take_longer_than_a_week(provider: Provider) -> None:
    assert not agreeing(provider, due_on=timezone.localdate() + 60 * DAY)


def test_a_rapid_action_runs_under_its_own_clock(provider: Provider) -> None:
    action = make_agreed(provider, rapid=True, due_on=timezone.localdate() + 5 * DAY)
    assert running_clock(action).kind == "rapid_action"


@pytest.mark.rule("ACT-07", "refused")
def test_an_action_says_how_success_is_seen(provider: Provider) -> None:
    assert agreeing(provider, success_measure=" ") == {"ACT-07"}


@pytest.mark.rule("ACT-07", "allowed")
@pytest.mark.rule("ACT-07", "boundary")
def test_a_single_word_is_a_success_measure(provider: Provider) -> None:
    assert not agreeing(provider, success_measure="Falls")


@pytest.mark.capability(41)
@pytest.mark.rule("ACT-08", "refused")
def test_an_action_needs_a_way_into_daily_work(provider: Provider) -> None:
    assert agreeing(provider, routes=()) == {"ACT-08"}


@pytest.mark.capability(41)
@pytest.mark.rule("ACT-08", "boundary")
def test_a_route_names_the_thing_that_carries_the_change(provider: Provider) -> None:
    assert agreeing(provider, routes=((Route.SUPERVISION, " "),)) == {"ACT-08"}


@pytest.mark.capability(41)
@pytest.mark.rule("ACT-08", "allowed")
@pytest.mark.parametrize("route", [r for r in Route if r != Route.INTERFACE])
def test_every_route_embeds_an_action(provider: Provider, route: Route) -> None:
    assert not agreeing(provider, routes=((route, "Duty standard"),))


@pytest.mark.capability(38)
@pytest.mark.rule("ACT-09", "refused")
def test_the_strength_is_graded_with_a_reason_where_it_differs(provider: Provider) -> None:
    assert "ACT-09" in agreeing(provider, strength="")
    assert "ACT-09" in agreeing(provider, strength=Strength.STRONG, strength_reason="")


@pytest.mark.rule("ACT-09", "allowed")
def test_the_strength_suggested_needs_no_reason(provider: Provider) -> None:
    change = "The duty team uses a checklist at every handover and signs each line of it."
    suggested = hints("Handover checklist", change).strength
    assert suggested == Strength.MEDIUM
    assert not agreeing(
        provider,
        title="Handover checklist",
        change=change,
        strength=suggested,
        strength_reason="",
    )


@pytest.mark.rule("ACT-09", "boundary")
def test_what_cannot_be_graded_by_its_words_is_weak_without_a_reason(provider: Provider) -> None:
    change = "Bramble will be placed beside the purple one from Monday."
    assert hints("Bramble", change).strength == ""
    held = {"title": "Bramble", "change": change, "strength_reason": ""}
    assert "ACT-09" not in agreeing(provider, strength=Strength.WEAK, **held)
    assert "ACT-09" in agreeing(provider, strength=Strength.MEDIUM, **held)


@pytest.mark.capability(103)
@pytest.mark.rule("ACT-10", "refused")
@pytest.mark.parametrize(
    "changes",
    [{"kind": Kind.INTERFACE}, {"routes": ((Route.INTERFACE, "Crisis agreement"),)}],
)
def test_a_change_with_a_partner_names_the_partner(
    provider: Provider, changes: dict[str, Any]
) -> None:
    assert agreeing(provider, **changes) == {"ACT-10"}


@pytest.mark.rule("ACT-10", "allowed")
@pytest.mark.rule("ACT-10", "boundary")
def test_a_named_partner_is_enough_to_agree(provider: Provider) -> None:
    routes = ((Route.INTERFACE, "Crisis agreement"),)
    assert not agreeing(provider, kind=Kind.INTERFACE, routes=routes, partner="County crisis line")


@pytest.mark.rule("ACT-11", "refused")
@pytest.mark.parametrize(
    "plan", [{"method": ""}, {"method": "telepathy"}, {"measure": " "}, {"standard": None}]
)
def test_an_action_is_not_agreed_without_a_plan_to_verify_it(
    provider: Provider, plan: dict[str, Any]
) -> None:
    assert agreeing(provider, plan) == {"ACT-11"}


@pytest.mark.rule("ACT-11", "boundary")
@pytest.mark.parametrize(("standard", "fits"), [(0, False), (1, True), (100, True), (100.5, False)])
def test_the_standard_is_a_percentage(provider: Provider, standard: float, fits: bool) -> None:
    assert (not agreeing(provider, {"standard": standard})) == fits


@pytest.mark.rule("ACT-11", "allowed")
@pytest.mark.parametrize("method", list(Method))
def test_the_plan_goes_out_with_the_agreement(
    provider: Provider, heard: list[Event], method: Method
) -> None:
    action = make_proposed(provider)
    plan = plan_of(provider, method=method, more={"sample_size": 20})
    actions.agree(action, plan, by=provider.people["reviewer"])
    assert heard[0].facts["plan"] == plan.as_facts()
    assert heard[0].facts["plan"]["sample_size"] == 20


@pytest.mark.rule("ACT-12", "refused")
@pytest.mark.rule("ACT-12", "boundary")
def test_an_owner_does_not_verify_their_own_action(provider: Provider) -> None:
    owner = provider.people["team_manager"]
    assert agreeing(provider, {"verifier": owner}) == {"ACT-12"}
    assert not agreeing(provider, {"verifier": None})


@pytest.mark.rule("ACT-12", "allowed")
def test_someone_else_verifies_it(provider: Provider) -> None:
    assert not agreeing(provider, {"verifier": provider.people["verifier"]})


@pytest.mark.parametrize("role", ["reporter", "executive", "inspector", "verifier"])
def test_only_those_who_agree_actions_propose_them(provider: Provider, role: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.propose(make_incident(provider), draft_of(provider), by=provider.people[role])
    assert refused.value.codes == ("WF-01",)


def test_last_changes_are_undone_when_the_agreement_is_refused(provider: Provider) -> None:
    action = make_proposed(provider)
    draft = draft_of(provider, title="Another name", success_measure="")
    with pytest.raises(Refused):
        actions.agree(action, plan_of(provider), by=provider.people["reviewer"], draft=draft)
    action.refresh_from_db()
    assert action.title != "Another name"


def test_last_changes_are_kept_when_it_is_agreed(provider: Provider) -> None:
    action = make_proposed(provider, routes=())
    draft = draft_of(provider, title="Another name")
    action = actions.agree(action, plan_of(provider), by=provider.people["reviewer"], draft=draft)
    assert (action.title, action.routes.count()) == ("Another name", 1)


def test_a_proposal_that_someone_else_changed_is_not_overwritten(provider: Provider) -> None:
    action = make_proposed(provider)
    seen, by = action.version, provider.people["reviewer"]
    actions.revise(action, draft_of(provider, title="First"), by=by, version=seen)
    with pytest.raises(Refused) as refused:
        actions.revise(action, draft_of(provider, title="Second"), by=by, version=seen)
    action.refresh_from_db()
    assert (refused.value.codes, action.title) == (("WF-03",), "First")


def test_the_suggested_strength_is_kept_beside_the_chosen_one(provider: Provider) -> None:
    action = make_agreed(
        provider,
        change="The duty team uses a checklist at every handover and signs each line of it.",
        strength=Strength.WEAK,
        strength_reason="Nobody checks yet that it is used.",
    )
    assert (action.suggested_strength, action.strength) == (Strength.MEDIUM, Strength.WEAK)
    assert "hecklist" in action.suggested_because


def test_the_trail_keeps_who_agreed_what(provider: Provider) -> None:
    action = make_agreed(provider)
    entry = Entry.objects.get(kind="action.agree", record_id=action.pk)
    assert entry.thread == action.incident_id
    assert entry.actor == f"user:{provider.people['governance_lead'].pk}"


def test_an_action_serves_incidents_of_its_own_organisation_only(provider: Provider) -> None:
    elsewhere = make_incident(make_provider("Otherwell Trust"))
    draft = draft_of(provider, also=(elsewhere,))
    with pytest.raises(Refused) as refused:
        actions.propose(make_incident(provider), draft, by=provider.people["reviewer"])
    assert refused.value.codes == ("ACT-13",)
    assert not Action.objects.exists()
