"""A scenario is made, checked by someone else, and published only where it names nobody."""

from __future__ import annotations

import pytest

from goldthread.clocks.queries import of_subject
from goldthread.domain.learning.scenarios import operations, queries
from goldthread.domain.learning.scenarios.drafts import Asked
from goldthread.domain.learning.scenarios.models import Scenario
from goldthread.domain.learning.scenarios.terms import Status
from goldthread.notices.models import Notice
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refused
from tests.factories import learning
from tests.factories.people import person, team
from tests.factories.provider import Provider, make_provider


def refused_codes(call, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


@pytest.mark.rule("SCN-01", "allowed")
@pytest.mark.rule("SCN-02", "allowed")
@pytest.mark.rule("SCN-03", "allowed")
@pytest.mark.rule("SCN-04", "allowed")
@pytest.mark.rule("SCN-05", "allowed")
def test_a_scenario_goes_from_draft_through_a_check_into_the_bank(provider: Provider) -> None:
    scenario = learning.published(provider)
    assert scenario.status == Status.PUBLISHED
    assert list(queries.published(provider.people["supervisor"])) == [scenario]


@pytest.mark.rule("SCN-01", "refused")
@pytest.mark.rule("SCN-01", "boundary")
@pytest.mark.parametrize("changes", [{"title": " "}, {"story": ""}])
def test_a_scenario_without_a_title_or_story_is_refused(provider: Provider, changes) -> None:
    assert refused_codes(learning.drafted, provider, **changes) == ("SCN-01",)
    assert not Scenario.objects.exists()


@pytest.mark.rule("SCN-02", "refused")
@pytest.mark.rule("SCN-02", "boundary")
@pytest.mark.parametrize("questions", [(), (learning.QUESTION, Asked("What now?", " "))])
def test_a_scenario_without_a_whole_question_is_not_handed_over(
    provider: Provider, questions
) -> None:
    scenario = learning.drafted(provider, questions=questions)
    assert refused_codes(operations.hand_over, scenario, by=scenario.made_by) == ("SCN-02",)


@pytest.mark.rule("SCN-03", "refused")
def test_a_scenario_that_names_somebody_is_refused_with_the_place_named(
    provider: Provider,
) -> None:
    scenario = learning.drafted(provider, story="Mrs Verrigan rang twice.")
    with pytest.raises(Refused) as refused:
        operations.hand_over(scenario, by=scenario.made_by)
    assert refused.value.codes == ("SCN-03",)
    assert "“Verrigan” in the story (name)" in refused.value.refusals[0].sentence


@pytest.mark.rule("SCN-03", "refused")
@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"title": "The day Mr Verrigan rang"}, "the title"),
        ({"questions": (Asked("Ring 07700 900123?", "Yes."),)}, "question 1"),
        (
            {"questions": (Asked("Who?", "Ask Mrs Verrigan."),)},
            "what a good answer to question 1 holds",
        ),
    ],
)
def test_names_are_found_in_every_text_of_a_scenario(
    provider: Provider, changes, where: str
) -> None:
    scenario = learning.drafted(provider, **changes)
    assert [place.where for place in queries.still_found(scenario)] == [where]


@pytest.mark.rule("SCN-03", "boundary")
@pytest.mark.rule("SCN-08", "allowed")
def test_words_that_name_nobody_may_stay_once_someone_says_why(provider: Provider) -> None:
    scenario = learning.drafted(provider, story="They met at 12 Acorn Street, an invented house.")
    words = queries.still_found(scenario)[0].found.text
    operations.say_not_personal(scenario, words, "The address is invented.", by=scenario.made_by)
    operations.hand_over(scenario, by=scenario.made_by)
    assert [one.reason for one in queries.accepted(scenario)] == ["The address is invented."]


@pytest.mark.rule("SCN-08", "refused")
@pytest.mark.rule("SCN-08", "boundary")
@pytest.mark.parametrize(("words", "reason"), [("Verrigan", " "), ("Nobody", "It is invented.")])
def test_words_are_not_excused_without_a_reason_or_where_they_do_not_stand(
    provider: Provider, words: str, reason: str
) -> None:
    scenario = learning.drafted(provider, story="Mrs Verrigan rang twice.")
    maker = scenario.made_by
    codes = refused_codes(operations.say_not_personal, scenario, words, reason, by=maker)
    assert codes == ("SCN-08",)


@pytest.mark.rule("SCN-04", "refused")
def test_nobody_checks_their_own_scenario(provider: Provider) -> None:
    scenario = learning.ready(provider)
    assert refused_codes(learning.check, scenario, scenario.made_by) == ("SCN-04",)


@pytest.mark.rule("SCN-04", "boundary")
def test_whoever_changed_the_words_last_does_not_check_them(provider: Provider) -> None:
    scenario = learning.ready(provider)
    lead = provider.people["governance_lead"]
    operations.edit_scenario(scenario, learning.scenario_draft(title="Another"), by=lead)
    assert refused_codes(learning.check, scenario, lead) == ("SCN-04",)


@pytest.mark.rule("SCN-05", "refused")
@pytest.mark.rule("SCN-05", "boundary")
@pytest.mark.parametrize(
    "answers",
    [{"recognised": True}, {"recognised": None}, {"changed": False}, {"because": " "}],
)
def test_a_scenario_in_which_someone_could_be_recognised_is_not_checked(
    provider: Provider, answers
) -> None:
    scenario = learning.ready(provider)
    lead = provider.people["governance_lead"]
    assert refused_codes(learning.check, scenario, lead, **answers) == ("SCN-05",)


@pytest.mark.rule("SCN-06", "allowed")
def test_a_retired_scenario_leaves_the_bank_and_stays_readable(provider: Provider) -> None:
    scenario = learning.published(provider)
    lead, supervisor = provider.people["governance_lead"], provider.people["supervisor"]
    operations.retire_scenario(scenario, "The pathway changed.", by=lead)
    assert not queries.published(supervisor).exists()
    assert queries.visible_to(supervisor).get().retired_because == "The pathway changed."


@pytest.mark.rule("SCN-06", "refused")
@pytest.mark.rule("SCN-06", "boundary")
def test_retiring_without_a_reason_is_refused(provider: Provider) -> None:
    scenario = learning.published(provider)
    lead = provider.people["governance_lead"]
    assert refused_codes(operations.retire_scenario, scenario, " ", by=lead) == ("SCN-06",)


@pytest.mark.rule("SCN-09", "allowed")
def test_a_scenario_is_sent_back_and_its_maker_is_told_where_and_not_what(
    provider: Provider,
) -> None:
    scenario = learning.checked(provider)
    lead = provider.people["governance_lead"]
    operations.send_back(scenario, "The jewellery box gives it away.", by=lead)
    told = Notice.objects.get(recipient=scenario.made_by, kind="scenario_sent_back")
    assert (scenario.status, scenario.ready_at) == (Status.DRAFT, None)
    assert "jewellery" not in told.subject + told.body
    assert told.link == f"/coaching/scenarios/{scenario.pk}/"


@pytest.mark.rule("SCN-09", "refused")
@pytest.mark.rule("SCN-09", "boundary")
def test_a_scenario_is_not_sent_back_without_words(provider: Provider) -> None:
    scenario = learning.ready(provider)
    lead = provider.people["governance_lead"]
    assert refused_codes(operations.send_back, scenario, "", by=lead) == ("SCN-09",)


def test_a_changed_scenario_is_a_draft_again_and_waits_for_nobody(provider: Provider) -> None:
    scenario = learning.checked(provider)
    operations.edit_scenario(scenario, learning.scenario_draft(), by=scenario.made_by)
    assert (scenario.status, scenario.ready_at) == (Status.DRAFT, None)
    assert refused_codes(
        operations.publish_scenario, scenario, by=provider.people["governance_lead"]
    ) == (WRONG_STATE,)


def test_a_scenario_in_the_bank_is_not_changed(provider: Provider) -> None:
    scenario = learning.published(provider)
    draft = learning.scenario_draft(title="Another")
    codes = refused_codes(operations.edit_scenario, scenario, draft, by=scenario.made_by)
    assert codes == (WRONG_STATE,)


def test_what_is_handed_over_waits_for_the_governance_lead_until_checked(
    provider: Provider,
) -> None:
    scenario = learning.ready(provider)
    (clock,) = of_subject(scenario)
    assert (clock.owner_role, clock.ended_at) == ("governance_lead", None)
    assert list(queries.to_check(provider.people["governance_lead"])) == [scenario]
    assert not queries.to_check(scenario.made_by).exists()
    learning.check(scenario, provider.people["governance_lead"])
    assert of_subject(scenario).get().met


def test_drafts_are_seen_by_their_maker_and_by_those_who_check(provider: Provider) -> None:
    scenario = learning.drafted(provider, by=provider.people["supervisor"])
    seen = {role for role, user in provider.people.items() if scenario in queries.visible_to(user)}
    assert seen == {
        "supervisor",
        "reviewer",
        "safeguarding_lead",
        "restrictive_practice_lead",
        "governance_lead",
    }


def test_the_bank_is_for_those_who_coach_or_read_incidents_in_the_organisation(
    provider: Provider,
) -> None:
    scenario = learning.published(provider)
    blind = {"reporter", "commissioner", "partner_contact", "administrator"}
    blind.add("data_protection_officer")
    seen = {role for role, user in provider.people.items() if scenario in queries.visible_to(user)}
    assert seen == set(provider.people) - blind
    elsewhere = make_provider("Wrenfield Care")
    assert not queries.visible_to(elsewhere.people["governance_lead"]).exists()


def test_only_those_who_coach_or_check_make_scenarios(provider: Provider) -> None:
    for role in ("verifier", "reporter", "executive"):
        user = provider.people[role]
        assert refused_codes(learning.drafted, provider, by=user) == (NOT_ALLOWED,)


def test_a_supervisor_makes_scenarios_and_checks_none(provider: Provider) -> None:
    scenario = learning.ready(provider)
    stranger = person(team(provider.organisation), "supervisor")
    assert refused_codes(learning.check, scenario, stranger) == (NOT_ALLOWED,)
    assert learning.drafted(provider, by=stranger).made_by == stranger


def test_a_lost_race_changes_nothing(provider: Provider) -> None:
    scenario = learning.drafted(provider)
    stale = Scenario.objects.get(pk=scenario.pk)
    operations.edit_scenario(scenario, learning.scenario_draft(title="First"), by=scenario.made_by)
    with pytest.raises(Refused):
        operations.edit_scenario(stale, learning.scenario_draft(title="Second"), by=stale.made_by)
    assert Scenario.objects.get().title == "First"
