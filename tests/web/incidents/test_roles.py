"""Every address of an incident, by role: who opens it, who is told why not, who finds nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.incidents import operations
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import TriageQuestion
from goldthread.domain.incidents.triage_decisions import QuestionAnswer
from tests.factories.clients import client_for
from tests.factories.incidents import decision_for, make_incident, triaged
from tests.factories.provider import Provider, make_provider

READERS = {
    "supervisor",
    "team_manager",
    "triage_lead",
    "reviewer",
    "safeguarding_lead",
    "restrictive_practice_lead",
    "verifier",
    "governance_lead",
    "executive",
    "inspector",
}
ADDERS = READERS - {"executive", "inspector"}
STABILISERS = {"team_manager", "triage_lead", "governance_lead"}
DECIDERS = {"triage_lead", "governance_lead"}
WHO_OPENS = {
    "": READERS,
    "history/": READERS,
    "stabilise/": READERS,
    "safeguarding/": READERS,
    "triage/": DECIDERS,
    "triage/decisions": READERS,
    "made-safe": STABILISERS,
    "clinical-review": ADDERS,
    "partner": ADDERS,
    "messages/": ADDERS,
    "add/later-fact": ADDERS,
    "add/person": ADDERS,
    "add/step": ADDERS,
    "add/immediate-action": ADDERS,
    "themes": ADDERS,
    "safeguarding/refer": {"safeguarding_lead"},
    "place": DECIDERS,
    "restrict": DECIDERS,
    "restrict/name": DECIDERS,
    "restrict/lift": DECIDERS,
    "withdraw": DECIDERS,
    "close-with-reason": DECIDERS,
}


def with_case(provider: Provider) -> Incident:
    """A triaged incident with a safeguarding case and a partner to be told."""
    incident = make_incident(provider)
    answers = {
        question: QuestionAnswer(yes=False, reason="Not needed.") for question in TriageQuestion
    } | {
        TriageQuestion.SAFEGUARDING: QuestionAnswer(True, "Money is missing."),
        TriageQuestion.PARTNER: QuestionAnswer(True, "They have to know.", partner="Crisis line"),
    }
    decision = decision_for(provider, incident, answers=answers)
    operations.triage(incident, decision, by=provider.people["triage_lead"])
    incident.refresh_from_db()
    return incident


def test_each_address_opens_for_its_roles_and_tells_the_others_why(provider: Provider) -> None:
    incident = with_case(provider)
    wrong = []
    for role, person in provider.people.items():
        client = client_for(person)
        for tail, roles in WHO_OPENS.items():
            status = client.get(f"/incidents/{incident}/{tail}").status_code
            if status != (200 if role in roles else 403):
                wrong.append((role, tail, status))
    assert wrong == []


def test_nothing_of_another_organisation_is_found(provider: Provider) -> None:
    incident = with_case(make_provider("Oakmere Care"))
    client = client_for(provider.people["governance_lead"])
    tails = [tail for tail in WHO_OPENS if tail != "safeguarding/refer"]
    found = {tail: client.get(f"/incidents/{incident}/{tail}").status_code for tail in tails}
    assert set(found.values()) == {404}


def test_nobody_who_is_signed_out_opens_anything(provider: Provider) -> None:
    incident = with_case(provider)
    for tail in WHO_OPENS:
        assert Client().get(f"/incidents/{incident}/{tail}").status_code == 302


def test_a_role_held_in_another_team_does_not_reach_here(provider: Provider) -> None:
    incident = make_incident(provider)
    elsewhere = provider.person("Sam Birch", "team_manager", provider.other_team)
    assert client_for(elsewhere).get(f"/incidents/{incident}/made-safe").status_code == 404


@pytest.mark.parametrize(
    "tail", ["place", "restrict", "withdraw", "close-with-reason", "triage/", "made-safe"]
)
def test_a_rare_move_that_is_not_possible_now_says_so(
    tail: str, provider: Provider, client_of: Callable[[str], Client]
) -> None:
    incident, other = make_incident(provider), make_incident(provider)
    triaged(provider, incident)
    incident.refresh_from_db()
    operations.withdraw(incident, other, by=provider.people["governance_lead"])
    response = client_of("governance_lead").get(f"/incidents/{incident}/{tail}")
    assert response.status_code == 409
    assert "not possible now" in response.content.decode()
