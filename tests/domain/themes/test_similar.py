"""Similar incidents: within the reader's sight, with what they share."""

from __future__ import annotations

import pytest

from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.themes import operations, queries
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.themes import MEDICATION, MISSED, account, accounts


@pytest.fixture
def known(provider: Provider) -> list[Incident]:
    return accounts(provider, 6)


def similar(provider: Provider, incident: Incident, role: str = "triage_lead") -> list[str]:
    user = provider.people[role]
    found = queries.similar_to(user, incident, queries.reading_of(incident))
    return [one.incident.reference for one in found]


def test_the_likest_accounts_come_first_with_the_words_they_share(
    provider: Provider, known: list[Incident]
) -> None:
    incident = make_incident(provider, narrative="The rota changed and the home visit was missed.")
    operations.read_new(provider.organisation)
    reading = queries.reading_of(incident)
    found = queries.similar_to(provider.people["triage_lead"], incident, reading)
    assert 3 <= len(found) <= 5
    assert all("rota" in one.incident.narrative for one in found)
    assert {"rota", "visit"} <= set(found[0].shared)
    assert found[0].same_team
    assert [one.likeness for one in found] == sorted((o.likeness for o in found), reverse=True)
    assert incident not in [one.incident for one in found]


def test_nothing_is_said_before_the_account_was_read(
    provider: Provider, known: list[Incident]
) -> None:
    assert similar(provider, known[0]) == []


def test_a_restricted_incident_never_shows(provider: Provider, known: list[Incident]) -> None:
    incident = make_incident(provider, narrative=account(MISSED, 0))
    operations.read_new(provider.organisation)
    nearest = similar(provider, incident)[0]
    lead = provider.people["governance_lead"]
    hidden = Incident.objects.get(reference=nearest)
    incidents.restrict(hidden, "A member of staff is involved.", [lead], by=lead)
    assert nearest not in similar(provider, incident)
    typed = queries.similar_to_text(provider.people["triage_lead"], account(MISSED, 0), 20)
    assert nearest not in [one.incident.reference for one in typed]


def test_incidents_of_other_teams_stay_out_of_a_teams_sight(
    provider: Provider, known: list[Incident]
) -> None:
    theirs = make_incident(provider, unit=provider.other_team, narrative=account(MISSED, 0))
    own = make_incident(provider, narrative=account(MISSED, 0))
    operations.read_new(provider.organisation)
    assert theirs.reference in similar(provider, own)
    assert theirs.reference not in similar(provider, own, "supervisor")


def test_a_sentence_finds_incidents_by_any_of_its_words(
    provider: Provider, known: list[Incident]
) -> None:
    user = provider.people["triage_lead"]
    found = queries.similar_to_text(user, "Was an injection ever given at a wrong dose?")
    assert found
    assert "injection" in found[0].incident.narrative
    assert "injection" in found[0].shared


@pytest.mark.parametrize("text", ["", "   ", "and the of", "!?", "zyxwvut", '" OR *', "词" * 50])
def test_a_text_that_says_nothing_finds_nothing(
    provider: Provider, known: list[Incident], text: str
) -> None:
    assert queries.similar_to_text(provider.people["triage_lead"], text) == []


def test_someone_without_a_role_finds_nothing(provider: Provider, known: list[Incident]) -> None:
    assert queries.similar_to_text(provider.people["administrator"], account(MEDICATION, 1)) == []
