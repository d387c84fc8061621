"""Pairs and sessions: who, when, what became of each prompt, and what it proves."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goldthread.clocks.queries import of_subject, waiting_for
from goldthread.clocks.terms import Standing
from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision.drafts import Said, Shown
from goldthread.domain.learning.supervision.models import Session
from goldthread.domain.learning.supervision.terms import DUE, PairStatus
from goldthread.instruments.queries import current
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import learning
from tests.factories import supervision as made
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider

COMPETENT = {
    "skill": "Decides and records a step up",
    "assessor": "The supervisor",
    "how": "talked_through",
    "safe": "yes",
    "reasons": "yes",
    "result": "alone",
}


def refused_codes(call, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("SUP-01", "allowed")
@pytest.mark.rule("SUP-02", "allowed")
def test_a_pair_has_the_next_session_in_the_supervisors_work(provider: Provider) -> None:
    pair = made.pair_of(provider, days_ago=0)
    (clock,) = waiting_for(provider.people["supervisor"]).filter(kind=DUE)
    assert (clock.subject_id, clock.source) == (pair.pk, "local_policy")
    assert provider.people["reporter"].name not in clock.label
    assert clock.due_at is not None and clock.due_at.date() > timezone.localdate()


@pytest.mark.rule("SUP-01", "refused")
def test_a_pair_is_of_two_people_of_the_team(provider: Provider) -> None:
    supervisor = provider.people["supervisor"]
    stranger = provider.person("Basil Thornapple", "reporter", provider.other_team)
    for staff in (supervisor, stranger):
        codes = refused_codes(operations.begin_pair, provider.team, staff, by=supervisor)
        assert codes == ("SUP-01",)


@pytest.mark.rule("SUP-02", "refused")
def test_two_people_are_a_pair_once(provider: Provider) -> None:
    pair = made.pair_of(provider)
    codes = refused_codes(operations.begin_pair, provider.team, pair.supervisee, by=pair.supervisor)
    assert codes == ("SUP-02",)


def test_who_does_not_coach_a_team_supervises_nobody_there(provider: Provider) -> None:
    staff, verifier = provider.people["reporter"], provider.people["verifier"]
    assert NOT_ALLOWED in refused_codes(operations.begin_pair, provider.team, staff, by=verifier)


def test_ending_a_pair_leaves_nothing_waiting(provider: Provider) -> None:
    pair = made.pair_of(provider)
    operations.end_pair(pair, by=pair.supervisor)
    assert pair.status == PairStatus.ENDED
    assert not of_subject(pair).filter(ended_at__isnull=True).exists()
    held = made.held_of(pair)
    assert WRONG_STATE in refused_codes(operations.hold_session, pair, held, by=pair.supervisor)


@pytest.mark.capability(108)
@pytest.mark.capability(114)
@pytest.mark.rule("SUP-03", "allowed")
@pytest.mark.rule("SUP-04", "allowed")
@pytest.mark.rule("SUP-05", "allowed")
@pytest.mark.rule("SUP-06", "allowed")
def test_a_session_keeps_which_prompt_was_discussed_and_starts_the_clock_of_the_next(
    provider: Provider,
) -> None:
    prompt, pair = made.prompt_of(provider), made.pair_of(provider)
    session = made.session_of(provider, pair)
    (use,) = queries.uses_of(session)
    assert (use.prompt, use.use) == (prompt, "used")
    assert queries.waiting_for(pair, timezone.localdate()) == []
    first, second = of_subject(pair).order_by("starts_at")
    assert first.ended_at == session.held_at
    assert second.starts_at == session.held_at and second.ended_at is None


def test_a_supervision_that_is_late_stands_late(provider: Provider) -> None:
    pair = made.pair_of(provider, days_ago=40)
    (clock,) = waiting_for(provider.people["supervisor"]).filter(kind=DUE)
    assert clock.standing() == Standing.OVERDUE
    assert queries.counts(provider.people["governance_lead"])[0].late == 1
    made.session_of(provider, pair)
    assert queries.counts(provider.people["governance_lead"])[0].late == 0


@pytest.mark.rule("SUP-03", "refused")
def test_a_session_is_neither_to_come_nor_before_the_last(provider: Provider) -> None:
    pair = made.pair_of(provider)
    made.session_of(provider, pair, days_ago=5)
    for days in (-1, 6):
        held = made.held_of(pair, days_ago=days)
        assert refused_codes(operations.hold_session, pair, held, by=pair.supervisor) == ("SUP-03",)


@pytest.mark.rule("SUP-04", "refused")
@pytest.mark.parametrize("said", [None, ("used", " "), ("not_used", ""), ("perhaps", "Later.")])
def test_each_prompt_is_answered_with_words(provider: Provider, said: tuple | None) -> None:
    prompt, pair = made.prompt_of(provider), made.pair_of(provider)
    answers = () if said is None else (Said(prompt, *said),)
    held = made.held_of(pair, prompts=answers)
    assert refused_codes(operations.hold_session, pair, held, by=pair.supervisor) == ("SUP-04",)


def test_a_prompt_brought_after_the_session_need_not_be_answered(provider: Provider) -> None:
    pair = made.pair_of(provider)
    made.prompt_of(provider, days_ago=1)
    session = made.session_of(provider, pair, days_ago=3, prompts=())
    assert queries.uses_of(session) == []


@pytest.mark.capability(114)
def test_a_prompt_that_was_not_discussed_waits_again_with_its_reason_kept(
    provider: Provider,
) -> None:
    prompt, pair = made.prompt_of(provider), made.pair_of(provider)
    answers = (Said(prompt, "not_used", "An urgent safeguarding call took the hour."),)
    made.session_of(provider, pair, days_ago=10, prompts=answers)
    assert queries.waiting_for(pair, timezone.localdate()) == [prompt]
    reach = queries.reach_of(prompt)
    assert (reach.reached, reach.of, len(reach.reasons)) == (0, 3, 1)


@pytest.mark.rule("SUP-05", "refused")
def test_a_prompt_of_another_team_is_not_answered(provider: Provider) -> None:
    other = made.prompt_of(provider, unit=provider.other_team)
    pair = made.pair_of(provider)
    held = made.held_of(pair, prompts=(Said(other, "used", "Discussed."),))
    assert refused_codes(operations.hold_session, pair, held, by=pair.supervisor) == ("SUP-05",)


@pytest.mark.rule("SUP-06", "refused")
def test_a_session_says_whether_well_being_was_asked(provider: Provider) -> None:
    pair = made.pair_of(provider)
    held = made.held_of(pair, wellbeing_asked=None)
    assert refused_codes(operations.hold_session, pair, held, by=pair.supervisor) == ("SUP-06",)


def test_only_the_supervisor_records_the_session(provider: Provider) -> None:
    pair = made.pair_of(provider)
    for role in ("reporter", "team_manager", "governance_lead"):
        by = provider.people[role]
        codes = refused_codes(operations.hold_session, pair, made.held_of(pair), by=by)
        assert codes == (NOT_ALLOWED,)


@pytest.mark.capability(79)
def test_a_vignette_sat_in_a_session_is_the_supervisees_and_belongs_to_it(
    provider: Provider,
) -> None:
    session = made.session_of(provider)
    sat = learning.sat_of(provider, staff=provider.people["team_manager"])
    sitting = operations.sit_in_session(session, sat, by=session.supervisor)
    assert sitting.staff == session.supervisee
    assert list(session.sittings.all()) == [sitting]


@pytest.mark.capability(41)
def test_a_competency_check_done_in_a_session_is_judged_by_its_instrument(
    provider: Provider,
) -> None:
    session = made.session_of(provider)
    version = current(provider.organisation.pk, "competency_check")
    check = operations.check_competency(session, Shown(version, COMPETENT), by=session.supervisor)
    assert check.response.passes is True
    assert queries.checks_of(session) == [check]


@pytest.mark.capability(108)
@pytest.mark.rule("SUP-07", "allowed")
@pytest.mark.rule("SUP-08", "allowed")
def test_a_session_proves_an_action_by_what_was_discussed_without_a_private_word(
    provider: Provider,
) -> None:
    action = make_agreed(provider, make_incident(provider))
    made.prompt_of(provider, action=action)
    session = made.session_of(provider)
    proof = operations.use_as_evidence(session, action, by=session.supervisor)
    assert proof.item.type == "supervision_record"
    assert made.QUESTION in proof.item.fields["discussed"]
    assert made.NOTE not in str(proof.item.fields)
    assert session.supervisee.name not in str(proof.item.fields)


@pytest.mark.rule("SUP-07", "refused")
def test_a_session_without_learning_proves_nothing(provider: Provider) -> None:
    action, session = make_agreed(provider, make_incident(provider)), made.session_of(provider)
    codes = refused_codes(operations.use_as_evidence, session, action, by=session.supervisor)
    assert codes == ("SUP-07",)


@pytest.mark.rule("SUP-08", "refused")
def test_a_session_proves_an_action_once(provider: Provider) -> None:
    action = make_agreed(provider, make_incident(provider))
    made.prompt_of(provider, action=action)
    session = made.session_of(provider)
    operations.use_as_evidence(session, action, by=session.supervisor)
    codes = refused_codes(operations.use_as_evidence, session, action, by=session.supervisor)
    assert codes == ("SUP-08",)


def test_two_recordings_at_once_keep_one_order(provider: Provider) -> None:
    pair = made.pair_of(provider)
    held = made.held_of(pair)
    operations.hold_session(pair, held, by=pair.supervisor)
    codes = refused_codes(operations.hold_session, pair, held, by=pair.supervisor)
    assert codes == ("SUP-03",)
    assert Session.objects.count() == 1


def test_counts_name_nobody_and_say_how_many(provider: Provider) -> None:
    made.prompt_of(provider)
    made.session_of(provider)
    (row,) = queries.counts(provider.people["governance_lead"])
    assert (row.unit, row.pairs, row.sessions, row.wellbeing) == (provider.team, 1, 1, 1)
    assert (row.used, row.answered) == (1, 1)
    assert queries.counts(provider.people["reporter"]) == []
