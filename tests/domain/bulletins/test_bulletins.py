"""A bulletin is sent once to a frozen audience, acknowledged by each, and answered by each team."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from goldthread.access import operations as access
from goldthread.clocks.queries import of_subject, waiting_for
from goldthread.domain.actions.drafts import Draft as ActionDraft
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import communications_of
from goldthread.domain.learning.bulletins import operations, queries
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.bulletins.operations import Here
from goldthread.domain.learning.bulletins.terms import AnswerStatus, Status
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import bulletins as made
from tests.factories import library, verification
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


def refused_codes(call: Any, *args: Any, **kwargs: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("BUL-01", "allowed")
@pytest.mark.rule("BUL-02", "allowed")
@pytest.mark.rule("BUL-03", "allowed")
@pytest.mark.rule("BUL-04", "allowed")
@pytest.mark.rule("BUL-05", "allowed")
@pytest.mark.capability(117)
def test_a_bulletin_reaches_those_who_hold_the_roles_in_the_teams(provider: Provider) -> None:
    bulletin = made.sent(provider)
    people = {copy.user for copy in bulletin.recipients.all()}
    assert bulletin.status == Status.SENT
    assert people == {provider.people["reporter"], provider.people["supervisor"]}
    assert {n.recipient for n in Notice.objects.filter(kind="bulletin_sent")} == people


@pytest.mark.rule("BUL-01", "refused")
def test_a_bulletin_carries_published_learning(provider: Provider) -> None:
    draft = library.drafted(provider)
    for changes in ({"items": (draft,)}, {"title": " "}):
        assert refused_codes(made.drafted, provider, **changes) == ("BUL-01",)


@pytest.mark.rule("BUL-02", "refused")
def test_a_bulletin_to_nobody_is_not_sent(provider: Provider) -> None:
    bulletin = made.drafted(provider, roles=("commissioner",))
    call = operations.send_bulletin
    assert refused_codes(call, bulletin, by=bulletin.made_by) == ("BUL-02",)


@pytest.mark.rule("BUL-03", "refused")
@pytest.mark.rule("BUL-03", "boundary")
def test_teams_are_given_until_a_later_day(provider: Provider) -> None:
    bulletin = made.drafted(provider, answer_by=timezone.localdate())
    call = operations.send_bulletin
    assert refused_codes(call, bulletin, by=bulletin.made_by) == ("BUL-03",)


@pytest.mark.rule("BUL-04", "refused")
def test_a_bulletin_that_names_somebody_is_refused(provider: Provider) -> None:
    words = "As Mrs Verrigan said to Alder Team."
    with pytest.raises(Refused) as refused:
        made.drafted(provider, words=words)
    assert refused.value.codes == ("BUL-04",)
    assert "“Verrigan” in what you write (name)" in refused.value.refusals[0].sentence


@pytest.mark.rule("BUL-05", "refused")
def test_a_manager_sends_to_their_own_team_only(provider: Provider) -> None:
    item, manager = library.published(provider), provider.people["team_manager"]
    changes = {"items": (item,), "by": manager}
    assert made.drafted(provider, units=(provider.team,), **changes).pk
    beyond = {"units": (provider.other_team,), **changes}
    assert refused_codes(made.drafted, provider, **beyond) == ("BUL-05",)


def test_a_bulletin_is_sent_once(provider: Provider) -> None:
    bulletin = made.sent(provider)
    again = operations.send_bulletin
    assert refused_codes(again, bulletin, by=bulletin.made_by) == (WRONG_STATE,)
    assert Notice.objects.filter(kind="bulletin_sent").count() == 2


def test_someone_with_two_roles_gets_one_copy(provider: Provider) -> None:
    access.grant_role(provider.people["reporter"], "supervisor", provider.team)
    bulletin = made.sent(provider)
    assert bulletin.recipients.filter(user=provider.people["reporter"]).count() == 1


@pytest.mark.capability(117)
def test_the_audience_stays_as_it_was_when_people_join(provider: Provider) -> None:
    bulletin = made.sent(provider)
    newcomer = provider.person("Wenna Latecomer", "reporter")
    assert not bulletin.recipients.filter(user=newcomer).exists()
    assert [one.user for one in queries.joiners(bulletin)] == [newcomer]
    assert operations.add_joiners(bulletin, by=bulletin.made_by) == 1
    reach = queries.reach_of(Bulletin.objects.get(pk=bulletin.pk))
    assert (reach.sent_to, reach.joined, queries.joiners(bulletin)) == (2, 1, [])


@pytest.mark.capability(117)
def test_reach_counts_who_acknowledged_of_those_still_here(provider: Provider) -> None:
    bulletin, people = made.sent(provider), provider.people
    operations.acknowledge(bulletin, by=people["supervisor"])
    access.leave(people["reporter"], on=timezone.localdate() - dt.timedelta(days=1))
    reach = queries.reach_of(bulletin)
    assert (reach.acknowledged, reach.of, reach.left) == (1, 1, 1)


def test_who_acknowledged_and_left_still_counts(provider: Provider) -> None:
    bulletin, people = made.sent(provider), provider.people
    operations.acknowledge(bulletin, by=people["reporter"])
    access.leave(people["reporter"], on=timezone.localdate() - dt.timedelta(days=1))
    reach = queries.reach_of(bulletin)
    assert (reach.acknowledged, reach.of, reach.left) == (1, 2, 0)


def test_acknowledging_twice_changes_nothing(provider: Provider) -> None:
    bulletin, reader = made.sent(provider), provider.people["reporter"]
    first = operations.acknowledge(bulletin, by=reader).acknowledged_at
    assert operations.acknowledge(bulletin, by=reader).acknowledged_at == first


def test_nobody_acknowledges_what_was_not_sent_to_them(provider: Provider) -> None:
    bulletin = made.sent(provider)
    call = operations.acknowledge
    assert refused_codes(call, bulletin, by=provider.people["verifier"]) == (NOT_ALLOWED,)


def test_opening_it_is_not_acknowledging_it(provider: Provider) -> None:
    bulletin, reader = made.sent(provider), provider.people["reporter"]
    copy = queries.received(bulletin, reader)
    assert copy is not None
    operations.open_copy(copy)
    reach = queries.reach_of(bulletin)
    assert (reach.read, reach.acknowledged) == (1, 0)
    assert [one.bulletin for one in queries.waiting_for(reader)] == [bulletin]


def test_those_who_are_late_are_reminded_once(provider: Provider) -> None:
    bulletin = made.sent(provider)
    operations.acknowledge(bulletin, by=provider.people["supervisor"])
    after = bulletin.answer_by + dt.timedelta(days=1)
    assert [operations.chase(bulletin.answer_by), operations.chase(after)] == [0, 1]
    assert operations.chase(after) == 0


@pytest.mark.capability(117)
def test_each_team_is_asked_whether_it_applies_and_its_manager_sees_it(
    provider: Provider,
) -> None:
    bulletin = made.sent(provider)
    assert {one.unit for one in queries.answers_of(bulletin)} == {
        provider.team,
        provider.other_team,
    }
    waiting = waiting_for(provider.people["team_manager"])
    assert waiting.filter(kind="bulletin_answer").count() == 1


@pytest.mark.rule("BUL-06", "allowed")
@pytest.mark.capability(117)
def test_a_team_answers_that_it_does_not_apply_with_a_reason(provider: Provider) -> None:
    bulletin = made.sent(provider)
    answer = made.answered(provider, bulletin)
    assert (answer.status, answer.reason) == (AnswerStatus.ANSWERED, "We have no huddle.")
    assert of_subject(answer).get().met


@pytest.mark.rule("BUL-06", "refused")
@pytest.mark.parametrize(
    "here",
    [
        {"applies": ""},
        {"applies": "no", "reason": " "},
        {"applies": "already", "reason": ""},
        {"applies": "action", "reason": "Soon."},
    ],
)
def test_an_answer_without_action_or_reason_is_refused(
    provider: Provider, here: dict[str, str]
) -> None:
    bulletin = made.sent(provider)
    assert refused_codes(made.answered, provider, bulletin, **here) == ("BUL-06",)


@pytest.mark.rule("BUL-09", "refused")
def test_a_reason_that_names_somebody_is_refused(provider: Provider) -> None:
    bulletin = made.sent(provider)
    reason = "Mrs Verrigan does this already."
    assert refused_codes(made.answered, provider, bulletin, reason=reason) == ("BUL-09",)


@pytest.mark.rule("BUL-09", "allowed")
def test_a_team_may_name_itself_in_its_reason(provider: Provider) -> None:
    bulletin = made.sent(provider)
    assert made.answered(provider, bulletin, reason="Alder Team has no huddle.").applies == "no"


@pytest.mark.rule("BUL-07", "allowed")
@pytest.mark.capability(117)
def test_a_team_answers_with_a_new_action_by_the_actions_own_operation(
    provider: Provider,
) -> None:
    bulletin, incident = made.sent(provider), make_incident(provider)
    proposal = ActionDraft("Ask four questions at our huddle", "Each sign ends with a decision.")
    here = {"applies": "action", "reason": "", "incident": incident, "proposal": proposal}
    answer = made.answered(provider, bulletin, **here)
    assert answer.action == Action.objects.get(incident=incident)
    assert answer.action.status == "proposed"


@pytest.mark.rule("BUL-07", "refused")
def test_an_action_of_another_team_does_not_answer_for_this_one(provider: Provider) -> None:
    bulletin = made.sent(provider)
    elsewhere = make_incident(provider, unit=provider.other_team)
    action = verification.planned(provider, elsewhere).action
    here = {"applies": "action", "reason": "", "action": action}
    assert refused_codes(made.answered, provider, bulletin, **here) == ("BUL-07",)


def test_only_who_leads_the_team_answers_for_it_and_once(provider: Provider) -> None:
    bulletin = made.sent(provider)
    asked, here = made.answer_at_team(provider, bulletin), Here("no", "Not ours.")
    call = operations.answer_here
    assert refused_codes(call, asked, here, by=provider.people["reporter"]) == (NOT_ALLOWED,)
    answer = made.answered(provider, bulletin)
    manager = provider.people["team_manager"]
    assert refused_codes(call, answer, here, by=manager) == (WRONG_STATE,)


def test_the_action_of_an_answer_is_shown_only_to_those_who_may_open_it(
    provider: Provider,
) -> None:
    plan = verification.planned(provider)
    bulletin = made.sent(provider)
    here = {"applies": "action", "reason": "", "action": plan.action}
    answer = made.answered(provider, bulletin, **here)
    assert queries.action_shown(answer, provider.people["verifier"]) == plan.action
    assert queries.action_shown(answer, provider.people["reporter"]) is None


@pytest.mark.rule("BUL-08", "allowed")
@pytest.mark.capability(117)
def test_a_bulletin_communicates_an_action_with_the_reach_it_has(provider: Provider) -> None:
    plan = verification.planned(provider)
    bulletin = made.sent(provider, items=(library.resting_on(provider, plan),))
    operations.acknowledge(bulletin, by=provider.people["supervisor"])
    operations.use_as_communication(bulletin, plan.action, by=bulletin.made_by)
    told = communications_of(Action.objects.get(pk=plan.action_id)).get()
    assert (told.way, told.reached, told.of, told.acknowledged) == ("bulletin", 1, 2, 1)


@pytest.mark.rule("BUL-08", "refused")
def test_a_bulletin_does_not_communicate_an_action_it_does_not_carry(provider: Provider) -> None:
    plan = verification.planned(provider)
    bulletin = made.sent(provider)
    call = operations.use_as_communication
    assert refused_codes(call, bulletin, plan.action, by=bulletin.made_by) == ("BUL-08",)


def test_a_bulletin_nobody_acknowledged_communicates_nothing(provider: Provider) -> None:
    plan = verification.planned(provider)
    bulletin = made.sent(provider, items=(library.resting_on(provider, plan),))
    call = operations.use_as_communication
    assert refused_codes(call, bulletin, plan.action, by=bulletin.made_by)
    assert not bulletin.uses.exists()


def test_names_of_those_who_wait_are_for_who_leads_them(provider: Provider) -> None:
    bulletin = made.sent(provider)
    seen = {
        role: queries.not_acknowledged(bulletin, provider.people[role]).count()
        for role in ("reporter", "verifier", "team_manager", "governance_lead")
    }
    assert seen == {"reporter": 0, "verifier": 0, "team_manager": 2, "governance_lead": 2}
