"""Prompts: brought by team and role until a day, and how far they reached."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from goldthread.domain.actions.queries import communications_of
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.supervision import operations, queries
from goldthread.domain.learning.supervision.terms import PromptStatus
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import learning, library
from tests.factories import supervision as made
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider


def refused_codes(call, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.codes


def push(provider: Provider, role: str = "governance_lead", **changes):
    draft = made.prompt_draft(provider, **changes)
    return operations.push_prompt(draft, by=provider.people[role])


@pytest.mark.capability(114)
@pytest.mark.rule("PRM-01", "allowed")
@pytest.mark.rule("PRM-02", "allowed")
@pytest.mark.rule("PRM-03", "allowed")
@pytest.mark.rule("PRM-04", "allowed")
def test_a_prompt_reaches_the_pairs_of_its_unit_and_below(provider: Provider) -> None:
    prompt = push(provider, unit=provider.locality)
    elsewhere = push(provider, unit=provider.other_team)
    waiting = queries.waiting_for(made.pair_of(provider), timezone.localdate())
    assert waiting == [prompt] and elsewhere not in waiting


@pytest.mark.capability(114)
def test_a_prompt_for_a_role_reaches_that_role_alone(provider: Provider) -> None:
    push(provider, roles=("team_manager",))
    mine = push(provider, roles=("reporter",))
    assert queries.waiting_for(made.pair_of(provider), timezone.localdate()) == [mine]


@pytest.mark.capability(114)
def test_a_prompt_is_brought_to_nobody_after_its_last_day(provider: Provider) -> None:
    last = timezone.localdate() + dt.timedelta(days=3)
    prompt, pair = push(provider, expires_on=last), made.pair_of(provider)
    assert queries.waiting_for(pair, last) == [prompt]
    assert queries.waiting_for(pair, last + dt.timedelta(days=1)) == []


@pytest.mark.rule("PRM-01", "refused")
def test_a_prompt_asks_something(provider: Provider) -> None:
    assert refused_codes(push, provider, question=" ") == ("PRM-01",)


@pytest.mark.rule("PRM-02", "refused")
@pytest.mark.parametrize("days", [-1, 366])
def test_a_prompt_ends_within_a_year_and_not_in_the_past(provider: Provider, days: int) -> None:
    day = timezone.localdate() + dt.timedelta(days=days)
    assert refused_codes(push, provider, expires_on=day) == ("PRM-02",)


@pytest.mark.rule("PRM-03", "refused")
def test_a_prompt_names_nobody_its_source_knows(provider: Provider) -> None:
    source = learning.identifying_incident(provider)
    words = "What would you have done for Ottoline Verrigan?"
    assert refused_codes(push, provider, question=words, source=source) == ("PRM-03",)


@pytest.mark.rule("PRM-04", "refused")
def test_a_prompt_comes_from_nothing_that_its_maker_may_not_open(provider: Provider) -> None:
    incident, named = make_incident(provider), provider.people["governance_lead"]
    action = make_agreed(provider, incident)
    restrict(incident, "About a colleague", [named], by=named)
    for what in ({"source": incident}, {"action": action}):
        assert refused_codes(push, provider, "reviewer", **what) == ("PRM-04",)


@pytest.mark.capability(114)
def test_a_prompt_rests_on_learning_and_shows_whether_its_change_works(provider: Provider) -> None:
    item = library.published(provider)
    prompt, reader = push(provider, learning=item), provider.people["supervisor"]
    shown = queries.learning_shown(prompt, reader)
    assert shown is not None
    assert (shown[0], shown[1].code) == (item, "not_yet")


@pytest.mark.rule("PRM-04", "refused")
def test_a_prompt_does_not_rest_on_learning_that_is_not_published(provider: Provider) -> None:
    assert refused_codes(push, provider, learning=library.checked(provider)) == ("PRM-04",)


def test_the_source_is_told_to_those_who_may_open_it_alone(provider: Provider) -> None:
    incident, named = make_incident(provider), provider.people["governance_lead"]
    action = make_agreed(provider, incident)
    prompt = push(provider, source=incident, action=action)
    restrict(incident, "About a colleague", [named], by=named)
    assert queries.source_shown(prompt, named) == incident
    assert queries.action_shown(prompt, named) == action
    supervisor = provider.people["supervisor"]
    assert queries.source_shown(prompt, supervisor) is None
    assert queries.action_shown(prompt, supervisor) is None
    entry = Entry.objects.get(kind="prompt.push")
    assert entry.thread is None and made.QUESTION not in entry.body


def test_who_agrees_no_actions_brings_no_prompts(provider: Provider) -> None:
    assert refused_codes(push, provider, "verifier") == (NOT_ALLOWED,)
    assert refused_codes(push, provider, "supervisor", unit=provider.locality) == (NOT_ALLOWED,)


@pytest.mark.rule("PRM-05", "allowed")
@pytest.mark.rule("PRM-05", "refused")
def test_a_prompt_is_withdrawn_with_a_reason_and_brought_to_nobody(provider: Provider) -> None:
    prompt, lead = push(provider), provider.people["governance_lead"]
    assert refused_codes(operations.withdraw_prompt, prompt, " ", by=lead) == ("PRM-05",)
    operations.withdraw_prompt(prompt, "The form asks it now.", by=lead)
    assert prompt.status == PromptStatus.WITHDRAWN
    assert queries.waiting_for(made.pair_of(provider), timezone.localdate()) == []


@pytest.mark.capability(4)
@pytest.mark.capability(108)
@pytest.mark.rule("PRM-06", "allowed")
def test_an_action_is_communicated_by_how_many_a_prompt_reached(provider: Provider) -> None:
    action, lead = (
        make_agreed(provider, make_incident(provider)),
        provider.people["governance_lead"],
    )
    prompt = made.prompt_of(provider, action=action)
    made.session_of(provider)
    operations.tell_by_prompt(prompt, by=lead)
    (told,) = communications_of(action)
    assert (told.way, told.reached, told.of) == ("supervision", 1, 3)


@pytest.mark.rule("PRM-06", "refused")
def test_a_prompt_that_reached_nobody_tells_nothing(provider: Provider) -> None:
    action, lead = (
        make_agreed(provider, make_incident(provider)),
        provider.people["governance_lead"],
    )
    served, alone = made.prompt_of(provider, action=action), made.prompt_of(provider)
    for prompt in (served, alone):
        assert refused_codes(operations.tell_by_prompt, prompt, by=lead) == ("PRM-06",)
