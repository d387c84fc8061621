"""A scenario made from an incident tells nobody which, and holds none of its names."""

from __future__ import annotations

import pytest

from goldthread.access import operations as access
from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.scenarios import operations, queries
from goldthread.domain.learning.scenarios.identities import find, known_to
from goldthread.notices.models import Notice
from goldthread.trail.models import Entry
from goldthread.workflow.refusals import NOT_ALLOWED, Refused
from tests.factories import learning
from tests.factories.incidents import make_incident
from tests.factories.people import person, team
from tests.factories.provider import Provider

NAMES = (
    "Ottoline",
    "Verrigan",
    "Casimir",
    "Peregrine",
    "Ashdown",
    "Alder",
    "943 476",
    "9434765919",
)


def test_a_story_begins_with_every_known_name_taken_out(provider: Provider) -> None:
    begun = queries.begin(learning.identifying_incident(provider))
    assert not [name for name in NAMES if name.casefold() in begun.story.casefold()]
    assert "[name] (NHS number [NHS number]) rang [team] at noon." in begun.story
    assert {found.label for found in begun.replaced} == {"name", "NHS number", "team"}


@pytest.mark.parametrize(
    "written",
    [
        "verrigan rang",
        "OTTOLINE rang",
        "It was peregrine  ashdown",
        "ask RX000777",
        "at alder team",
    ],
)
def test_known_names_are_found_however_they_are_written(provider: Provider, written: str) -> None:
    incident = learning.identifying_incident(provider)
    assert find(written, known_to(provider.organisation, incident))


def test_whoever_recorded_anything_on_the_thread_is_known_by_name(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    nurse = provider.person("Hermione Quillfeather", "supervisor")
    from goldthread.domain.incidents.operations import add_addendum

    add_addendum(incident, "Seen the next day.", by=nurse)
    found = find("Then quillfeather came.", known_to(provider.organisation, incident))
    assert [one.text for one in found] == ["quillfeather"]


def test_names_of_roles_and_ordinary_words_are_left_alone(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    plain = "The duty senior rang the crisis team on Monday and wrote it in the plan."
    assert find(plain, known_to(provider.organisation, incident)) == []


@pytest.mark.rule("SCN-07", "allowed")
@pytest.mark.rule("SCN-07", "refused")
def test_a_scenario_is_made_only_from_an_incident_its_maker_may_open(provider: Provider) -> None:
    incident = make_incident(provider)
    assert learning.drafted(provider, source=incident).source == incident
    stranger = person(team(provider.organisation), "supervisor")
    with pytest.raises(Refused) as refused:
        learning.drafted(provider, by=stranger, source=incident)
    assert refused.value.codes == ("SCN-07",)


@pytest.mark.rule("SCN-07", "boundary")
def test_a_restricted_incident_is_a_source_for_those_named_alone(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    lead, reviewer = provider.people["governance_lead"], provider.people["reviewer"]
    restrict(incident, "It concerns a colleague.", [lead], by=provider.people["triage_lead"])
    with pytest.raises(Refused) as refused:
        learning.drafted(provider, by=reviewer, source=incident)
    assert refused.value.codes == ("SCN-07",)
    scenario = learning.ready(provider, by=lead, source=incident)
    assert scenario not in queries.visible_to(reviewer)
    assert scenario not in queries.to_check(reviewer)
    with pytest.raises(Refused) as refused:
        learning.check(scenario, reviewer)
    assert refused.value.codes == (NOT_ALLOWED,)


def test_a_published_scenario_of_a_restricted_incident_never_tells(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    lead = provider.people["governance_lead"]
    second = provider.person("Second Lead", "governance_lead", provider.organisation)
    restrict(incident, "A colleague.", [lead, second], by=provider.people["triage_lead"])
    scenario = learning.check(learning.ready(provider, by=lead, source=incident), second)
    operations.publish_scenario(scenario, by=second)
    reviewer = provider.people["reviewer"]
    assert scenario in queries.visible_to(reviewer)
    assert queries.source_shown(scenario, reviewer) is None
    assert queries.source_shown(scenario, lead) == incident
    assert list(queries.made_from(incident, lead)) == [scenario]


@pytest.mark.capability(63)
def test_nothing_of_the_source_leaks_into_scenario_notice_or_trail(provider: Provider) -> None:
    incident = learning.identifying_incident(provider)
    lead = provider.people["governance_lead"]
    begun = queries.begin(incident)
    scenario = learning.drafted(provider, source=incident, story=learning.IDENTIFYING)
    with pytest.raises(Refused):
        operations.hand_over(scenario, by=scenario.made_by)
    operations.send_back(scenario, "Verrigan still stands there.", by=lead)
    draft = learning.scenario_draft(story=begun.story)
    operations.edit_scenario(scenario, draft, by=scenario.made_by)
    operations.hand_over(scenario, by=scenario.made_by)
    operations.publish_scenario(learning.check(scenario, lead), by=lead)

    words = [scenario.title, scenario.story]
    for question in scenario.questions.all():
        words += [question.text, question.good_answer]
    told = Notice.objects.filter(kind__startswith="scenario.").values_list(
        "subject", "body", "link"
    )
    entries = Entry.objects.filter(record_type="scenarios.scenario")
    words += [part for row in told for part in row]
    words += entries.values_list("body", flat=True)
    said = " ".join(words).casefold()
    secrets = (*NAMES, incident.reference, "RX000777")
    assert [secret for secret in secrets if secret.casefold() in said] == []
    assert set(entries.values_list("thread", flat=True)) == {None}


def test_a_maker_who_may_no_longer_open_the_source_no_longer_opens_the_draft(
    provider: Provider,
) -> None:
    incident = make_incident(provider)
    maker = provider.person("Short Stay", "supervisor")
    scenario = learning.drafted(provider, by=maker, source=incident)
    assert scenario in queries.visible_to(maker)
    access.withdraw_role(maker.grants.get())
    fresh = type(maker).objects.get(pk=maker.pk)
    assert scenario not in queries.visible_to(fresh)
