"""A coaching session is kept with who should have come, who came and what was answered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.learning.coaching import operations, queries
from goldthread.domain.learning.coaching.drafts import Given
from goldthread.domain.learning.coaching.models import Session
from goldthread.domain.learning.coaching.terms import ProofType, SessionStatus
from goldthread.domain.learning.scenarios.operations import retire_scenario
from goldthread.evidence.operations import withdraw_item
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import learning
from tests.factories.actions import make_agreed
from tests.factories.people import person, team
from tests.factories.provider import Provider, make_provider


def refused_codes(call, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.capability(63)
@pytest.mark.rule("COA-01", "allowed")
@pytest.mark.rule("COA-02", "allowed")
@pytest.mark.rule("COA-03", "allowed")
@pytest.mark.rule("COA-04", "allowed")
@pytest.mark.rule("COA-05", "allowed")
@pytest.mark.rule("COA-06", "allowed")
def test_a_session_keeps_attendance_and_answers(provider: Provider) -> None:
    session = learning.session_of(provider)
    assert queries.came(session) == (1, 2)  # reporter and manager; the supervisor led it
    (answer,) = queries.answers_shown(session, provider.people["supervisor"])
    assert (answer.person, answer.text, answer.rating) == (None, "On the second sign.", "meets")


@pytest.mark.capability(96)
def test_coaching_on_positive_risk_taking_is_recorded_with_attendance(provider: Provider) -> None:
    scenario = learning.published(provider, title="Swimming alone", subject="risk_taking")
    session = learning.session_of(provider, scenario, subject="risk_taking")
    row = queries.in_list(provider.people["team_manager"]).get(pk=session.pk)
    assert (row.get_subject_display(), row.came, row.eligible) == ("Positive risk-taking", 1, 2)


def test_attendance_stays_as_it_was_when_people_join(provider: Provider) -> None:
    session = learning.session_of(provider)
    provider.person("New Starter", "reporter")
    assert queries.came(session) == (1, 2)


def test_staff_of_several_teams_are_eligible_once_each(provider: Provider) -> None:
    lead = provider.people["governance_lead"]
    colleague = provider.person("Birch Colleague", "reporter", provider.other_team)
    held = learning.held_of(
        provider,
        units=(provider.team, provider.other_team, provider.locality),
        facilitator=lead,
        attended=frozenset({colleague.pk}),
    )
    session = operations.record_session(held, by=lead)
    assert queries.came(session) == (1, 4)


def test_a_session_for_a_team_one_does_not_coach_is_refused(provider: Provider) -> None:
    held = learning.held_of(provider, units=(provider.team, provider.other_team))
    supervisor = provider.people["supervisor"]
    assert refused_codes(operations.record_session, held, by=supervisor) == (NOT_ALLOWED,)
    assert not Session.objects.exists()


@pytest.mark.rule("COA-01", "refused")
@pytest.mark.rule("COA-01", "boundary")
def test_a_session_needs_scenarios_that_are_in_the_bank(provider: Provider) -> None:
    retired = learning.published(provider)
    retire_scenario(retired, "Old.", by=provider.people["governance_lead"])
    elsewhere = learning.published(make_provider("Wrenfield Care"))
    for used in ((), (retired,), (elsewhere,)):
        held = learning.held_of(provider, scenarios=used, answers=())
        supervisor = provider.people["supervisor"]
        assert refused_codes(operations.record_session, held, by=supervisor) == ("COA-01",)


@pytest.mark.rule("COA-02", "refused")
@pytest.mark.rule("COA-02", "boundary")
def test_a_session_is_not_recorded_before_it_began(provider: Provider) -> None:
    now = timezone.now()
    scenario, supervisor = learning.published(provider), provider.people["supervisor"]
    late = learning.held_of(provider, scenario, held_at=now + dt.timedelta(seconds=1))
    assert refused_codes(operations.record_session, late, by=supervisor, at=now) == ("COA-02",)
    just = learning.held_of(provider, scenario, held_at=now)
    assert operations.record_session(just, by=supervisor, at=now).status == SessionStatus.HELD


@pytest.mark.rule("COA-03", "refused")
@pytest.mark.rule("COA-03", "boundary")
def test_a_session_without_anyone_or_with_strangers_counted_is_refused(
    provider: Provider,
) -> None:
    stranger = provider.person("Birch Colleague", "reporter", provider.other_team)
    facilitator = provider.people["supervisor"]
    for came in ((), (stranger.pk,), (facilitator.pk,)):
        held = learning.held_of(provider, attended=frozenset(came))
        assert refused_codes(operations.record_session, held, by=facilitator) == ("COA-03",)


@pytest.mark.rule("COA-04", "refused")
@pytest.mark.rule("COA-04", "boundary")
def test_answers_to_other_scenarios_or_by_people_who_did_not_come_are_refused(
    provider: Provider,
) -> None:
    session = learning.session_of(provider)
    own = session.scenarios.get().questions.get()
    other = learning.published(provider, title="Another").questions.get()
    manager, supervisor = provider.people["team_manager"], provider.people["supervisor"]
    for given in (
        Given(other, "An answer.", "meets", provider.people["reporter"]),
        Given(own, "An answer.", "meets", manager),
    ):
        assert refused_codes(operations.add_answer, session, given, by=supervisor) == ("COA-04",)


@pytest.mark.rule("COA-05", "refused")
@pytest.mark.rule("COA-05", "boundary")
@pytest.mark.parametrize(("text", "rating"), [(" ", "meets"), ("An answer.", "good")])
def test_an_answer_without_words_or_rating_is_refused(
    provider: Provider, text: str, rating: str
) -> None:
    session = learning.session_of(provider)
    given = Given(
        session.scenarios.get().questions.get(), text, rating, provider.people["reporter"]
    )
    codes = refused_codes(operations.add_answer, session, given, by=provider.people["supervisor"])
    assert codes == ("COA-05",)


@pytest.mark.rule("COA-06", "refused")
@pytest.mark.rule("COA-06", "boundary")
def test_the_group_and_each_person_answer_a_question_once(provider: Provider) -> None:
    session = learning.session_of(provider)
    question, supervisor = session.scenarios.get().questions.get(), provider.people["supervisor"]
    own = Given(question, "The same day.", "partly", provider.people["reporter"])
    operations.add_answer(session, own, by=supervisor)
    for again in (own, Given(question, "Again.", "meets")):
        assert refused_codes(operations.add_answer, session, again, by=supervisor) == ("COA-06",)


def test_those_who_came_see_the_session_their_own_answers_and_the_groups(
    provider: Provider,
) -> None:
    colleague = provider.person("Second Colleague", "reporter")
    reporter = provider.people["reporter"]
    came = frozenset({reporter.pk, colleague.pk})
    session = learning.session_of(provider, attended=came)
    question, supervisor = session.scenarios.get().questions.get(), provider.people["supervisor"]
    operations.add_answer(session, Given(question, "Mine.", "meets", reporter), by=supervisor)
    operations.add_answer(session, Given(question, "Hers.", "not_yet", colleague), by=supervisor)
    shown = {answer.text for answer in queries.answers_shown(session, reporter)}
    assert shown == {"On the second sign.", "Mine."}
    assert len(queries.answers_shown(session, supervisor)) == 3


def test_a_session_is_not_seen_by_other_teams_or_providers(provider: Provider) -> None:
    session = learning.session_of(provider)
    stranger = person(team(provider.organisation), "supervisor")
    elsewhere = make_provider("Wrenfield Care").people["governance_lead"]
    for user in (stranger, elsewhere, provider.people["commissioner"], None):
        assert session not in queries.visible_to(user)
    for role in ("team_manager", "inspector", "reporter"):
        assert session in queries.visible_to(provider.people[role])


@pytest.mark.capability(47)
@pytest.mark.rule("COA-07", "allowed")
@pytest.mark.rule("COA-08", "allowed")
def test_a_session_becomes_evidence_with_the_numbers_of_its_own_record(
    provider: Provider,
) -> None:
    session, action = learning.session_of(provider), make_agreed(provider)
    supervisor, reporter = provider.people["supervisor"], provider.people["reporter"]
    question = session.scenarios.get().questions.get()
    operations.add_answer(session, Given(question, "Today.", "partly", reporter), by=supervisor)
    for kind in ProofType:
        operations.use_as_evidence(session, action, kind, by=supervisor, person=reporter)
    items = {proof.item.type: proof.item for proof in queries.proofs_of(session)}
    assert items["training_attendance"].summary.endswith("1 of 2 (50%) attended")
    assert "1 of 2 eligible staff came." in items["supervision_record"].fields["discussed"]
    assert items["competency_check"].fields["assessor"] == supervisor.name
    assert items["competency_check"].fields["assessed"] == reporter.name
    assert items["competency_check"].fields["result"] == "partly"
    assert set(queries.sessions_behind(items.values(), supervisor)) == {
        item.pk for item in items.values()
    }


@pytest.mark.rule("COA-07", "refused")
@pytest.mark.rule("COA-07", "boundary")
def test_a_competency_check_needs_somebody_whose_answers_were_rated(provider: Provider) -> None:
    session, action = learning.session_of(provider), make_agreed(provider)
    supervisor = provider.people["supervisor"]
    for who in (None, provider.people["reporter"], supervisor):
        codes = refused_codes(
            operations.use_as_evidence,
            session,
            action,
            ProofType.COMPETENCY,
            by=supervisor,
            person=who,
        )
        assert codes == ("COA-07",)


@pytest.mark.rule("COA-08", "refused")
@pytest.mark.rule("COA-08", "boundary")
def test_a_session_proves_one_thing_of_an_action_once_until_withdrawn(provider: Provider) -> None:
    session, action = learning.session_of(provider), make_agreed(provider)
    supervisor = provider.people["supervisor"]
    use = (operations.use_as_evidence, session, action, ProofType.ATTENDANCE)
    proof = operations.use_as_evidence(session, action, ProofType.ATTENDANCE, by=supervisor)
    assert refused_codes(*use, by=supervisor) == ("COA-08",)
    withdraw_item(proof.item, "The wrong session.", by=supervisor)
    assert operations.use_as_evidence(session, action, ProofType.ATTENDANCE, by=supervisor)


def test_evidence_is_not_added_to_an_action_one_may_not_work_on(provider: Provider) -> None:
    action = make_agreed(provider)
    away = provider.person("Birch Supervisor", "supervisor", provider.other_team)
    guest = provider.person("Birch Colleague", "reporter", provider.other_team)
    held = learning.held_of(
        provider, units=(provider.other_team,), facilitator=away, attended=frozenset({guest.pk})
    )
    session = operations.record_session(held, by=away)
    assert action not in queries.actions_to_prove(away, session)
    codes = refused_codes(
        operations.use_as_evidence, session, action, ProofType.ATTENDANCE, by=away
    )
    assert codes == (NOT_ALLOWED,)
    assert not session.proofs.exists()


@pytest.mark.rule("COA-09", "allowed")
@pytest.mark.rule("COA-09", "refused")
@pytest.mark.rule("COA-09", "boundary")
def test_a_session_is_withdrawn_with_a_reason_and_not_while_it_is_evidence(
    provider: Provider,
) -> None:
    session, action = learning.session_of(provider), make_agreed(provider)
    supervisor = provider.people["supervisor"]
    proof = operations.use_as_evidence(session, action, ProofType.ATTENDANCE, by=supervisor)
    withdraw = operations.withdraw_session
    assert refused_codes(withdraw, session, "Twice.", by=supervisor) == ("COA-09",)
    withdraw_item(proof.item, "Twice.", by=supervisor)
    assert refused_codes(withdraw, session, " ", by=supervisor) == ("COA-09",)
    assert withdraw(session, "Recorded twice.", by=supervisor).status == SessionStatus.WITHDRAWN
    assert session not in queries.in_list(supervisor)


def test_the_trail_counts_and_repeats_no_answer(provider: Provider) -> None:
    session = learning.session_of(provider)
    body = Entry.objects.get(record_type="coaching.session", record_id=session.pk).body
    assert '"attended":1' in body and '"eligible":2' in body
    assert "second sign" not in body and "duty senior" not in body


def test_hostile_text_is_kept_as_it_was_typed(provider: Provider) -> None:
    hostile = "<script>alert(1)</script> '; DROP TABLE -- {{ 7*7 }} \u202e"
    session = learning.session_of(provider, take_away=hostile, guests=hostile)
    assert (session.take_away, session.guests) == (hostile.strip(), hostile.strip())
