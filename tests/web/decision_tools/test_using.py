"""Using a tool on an incident: one question a page, the words asked for, and the run that stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from goldthread.decision_tools import operations, queries
from goldthread.decision_tools.models import Run
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.trail.queries import of_record
from tests.factories.actions import make_agreed
from tests.factories.clients import client_for
from tests.factories.decision_tools import SAFEGUARDING, draft_of, run_on
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider

USE = f"/decision-tools/{SAFEGUARDING}/use"
NO = "&danger=no&child=no&needs=no&other_route=no"


@pytest.fixture
def provider(db: None) -> Provider:  # type: ignore[override]
    return make_provider()


@pytest.fixture
def incident(provider: Provider) -> Incident:
    return make_incident(provider)


@pytest.fixture
def lead(provider: Provider) -> Client:
    return client_for(provider.people["safeguarding_lead"])


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.capability(74)
def test_no_is_recorded_with_its_reason_and_every_answer(
    provider: Provider, incident: Incident, lead: Client
) -> None:
    address = f"{USE}?about={incident.reference}{NO}"
    assert "Not a section 42 concern" in text(lead, address)
    response = lead.post(address, {"said__reason": "First part: no needs of care or support."})
    run = Run.objects.get()
    assert response["Location"] == f"/decision-tools/runs/{run.pk}/"
    assert (run.outcome_value, run.thread, run.ran_by.name) == (
        "not_met",
        incident.pk,
        "Test Safeguarding lead",
    )
    page = text(lead, response["Location"])
    assert "First part: no needs of care or support." in page
    assert "Decided by Test Safeguarding lead" in page
    assert "Is any child affected or at risk?" in page
    kinds = [entry.kind for entry in of_record("incidents.incident", incident.pk)]
    assert kinds[-1] == "decision_tool.run"


@pytest.mark.capability(74)
def test_no_without_a_reason_is_refused_at_its_field_and_loses_nothing(
    incident: Incident, lead: Client
) -> None:
    typed = {"because__needs": "Seen with the nurse."}
    response = lead.post(f"{USE}?about={incident.reference}{NO}", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write this down: Why is the test not met?" in page
    assert "Seen with the nurse." in page
    assert not Run.objects.exists()


def test_words_beside_an_answer_are_asked_for_and_kept(incident: Incident, lead: Client) -> None:
    address = f"{USE}?about={incident.reference}&danger=yes&child=no&needs=no&other_route=no"
    assert lead.post(address, {"said__reason": "No needs."}).status_code == 422
    words = {"said__reason": "No needs.", "because__danger": "Taken home by the team at noon."}
    assert lead.post(address, words).status_code == 302
    assert Run.objects.get().answers[0]["reason"] == "Taken home by the team at noon."


def test_a_run_that_is_open_keeps_its_version_to_its_end(
    provider: Provider, incident: Incident, lead: Client
) -> None:
    page = text(lead, f"{USE}?about={incident.reference}")
    assert '<input type="hidden" name="version" value="1">' in page
    newer = draft_of(provider, SAFEGUARDING)
    operations.publish_version(newer, by=provider.people["administrator"], note="Reworded")
    address = f"{USE}?about={incident.reference}&version=1{NO}"
    assert f"version=1&amp;about={incident.reference}&amp;danger=no" in text(lead, address)
    lead.post(address, {"said__reason": "No needs."})
    assert Run.objects.get().version.number == 1
    assert queries.current(provider.organisation.pk, SAFEGUARDING).number == 2


def test_a_draft_is_never_used_on_a_record(provider: Provider, incident: Incident) -> None:
    draft_of(provider, SAFEGUARDING)
    governance = client_for(provider.people["governance_lead"])
    assert text(governance, f"{USE}?about={incident.reference}&version=2", 404)


def test_each_answer_can_be_changed_from_the_end(incident: Incident, lead: Client) -> None:
    page = text(lead, f"{USE}?about={incident.reference}&version=1{NO}")
    before = f"?version=1&amp;about={incident.reference}&amp;danger=no&amp;child=no"
    assert f'<a href="{before}">Change' in page


def test_which_incident_it_is_about_is_asked_first(lead: Client) -> None:
    assert "Which incident is it about?" in text(lead, USE)
    assert "Enter the number of the incident" in text(lead, f"{USE}?about=", 422)
    assert text(lead, f"{USE}?about=INC-99-99999", 404)


def test_training_stores_nothing_and_says_so(provider: Provider, lead: Client) -> None:
    address = f"/decision-tools/{SAFEGUARDING}/try"
    assert "<strong>Training.</strong> Nothing you choose here is stored" in text(lead, address)
    page = text(lead, f"{address}?danger=no&child=no&needs=no&other_route=no")
    assert "What you would write down" in page
    assert "Why is the test not met?" in page
    assert not Run.objects.exists()
    assert lead.post(address).status_code == 200
    assert not Run.objects.exists()


@pytest.mark.parametrize("code", ["triage_tier", "candour_health_service_body"])
def test_a_tool_with_a_place_of_its_own_is_used_there(
    lead: Client, incident: Incident, code: str
) -> None:
    assert text(lead, f"/decision-tools/{code}/use?about={incident.reference}", 404)
    assert "Use it" not in text(lead, f"/decision-tools/{code}/")


def test_a_restricted_incident_keeps_its_decisions_from_others(
    provider: Provider, incident: Incident
) -> None:
    run = run_on(provider, incident)
    governance = provider.people["governance_lead"]
    incidents.restrict(incident, "An allegation about staff", [], by=governance)
    lead = client_for(provider.people["safeguarding_lead"])
    assert text(lead, f"/decision-tools/runs/{run.pk}/", 404)
    assert text(lead, f"/decision-tools/runs/about/{incident.reference}/", 404)
    assert "No needs of care." in text(client_for(governance), f"/decision-tools/runs/{run.pk}/")


def test_a_run_of_another_organisation_is_not_found(lead: Client) -> None:
    other = make_provider("Beech Care")
    run = run_on(other, make_incident(other))
    assert text(lead, f"/decision-tools/runs/{run.pk}/", 404)
    own = client_for(other.people["governance_lead"])
    assert "No needs of care." in text(own, f"/decision-tools/runs/{run.pk}/")


def test_the_decisions_of_an_incident_stand_together_and_lead_to_the_tools(
    provider: Provider, incident: Incident, lead: Client
) -> None:
    address = f"/decision-tools/runs/about/{incident.reference}/"
    assert "No decision was made with a tool yet." in text(lead, address)
    run = run_on(provider, incident)
    page = text(lead, address)
    assert f'href="/decision-tools/runs/{run.pk}/">Not a section 42 concern</a>' in page
    assert f"/decision-tools/escalation/use?about={incident.reference}" in page
    assert address in text(lead, f"/incidents/{incident.reference}/")


def test_someone_who_only_reads_is_not_offered_to_decide(
    provider: Provider, incident: Incident
) -> None:
    reader = client_for(provider.people["executive"])
    page = text(reader, f"/decision-tools/runs/about/{incident.reference}/")
    assert "Use a tool" not in page
    assert reader.get(USE).status_code == 403


def test_a_run_is_added_to_the_evidence_of_an_action(provider: Provider) -> None:
    action = make_agreed(provider)
    run = run_on(provider, action.incident)
    lead = client_for(provider.people["governance_lead"])
    page = text(lead, f"/decision-tools/runs/{run.pk}/")
    assert "Use it as evidence of an action" in page
    response: Any = lead.post(f"/decision-tools/runs/{run.pk}/", {"action": str(action.pk)})
    assert response["Location"] == f"/actions/{action.pk}/"
    assert (
        "Decision: Not a section 42 concern (Is this a safeguarding concern to refer?, version 1)"
        in (text(lead, response["Location"]))
    )


WATCH = (
    "&danger=no&late=no&observed=in_plan&threshold_written=yes&threshold_met=no"
    "&monitor_threshold=yes&monitor_owner=yes&monitor_when=yes"
)


@pytest.mark.capability(61)
def test_watching_is_recorded_only_with_its_threshold_its_owner_and_its_time(
    provider: Provider, incident: Incident
) -> None:
    manager = client_for(provider.people["team_manager"])
    address = f"/decision-tools/escalation/use?about={incident.reference}{WATCH}"
    words = {
        "because__observed": "Two missed visits, seen by the duty nurse on Monday.",
        "said__threshold": "A third missed visit",
        "said__owner": "The named nurse",
    }
    response = manager.post(address, words)
    assert response.status_code == 422
    assert "Write this down: When do they look again (day and time)?" in response.content.decode()
    manager.post(address, words | {"said__recheck_at": "Thursday at 10:00"})
    run = Run.objects.get()
    assert (run.version.number, run.outcome_value) == (1, "monitor")
    assert run.said["recheck_at"] == "Thursday at 10:00"
    assert [row["question"] for row in run.answers][-1] == "monitor_when"
