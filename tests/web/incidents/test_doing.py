"""Stabilising, safeguarding, adding to the account, and the rare moves, through their pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.incidents.reports import AffectedPerson
from goldthread.domain.registers.safeguarding.queries import of_incident
from goldthread.evidence.queries import files_of
from tests.factories.clients import client_for
from tests.factories.incidents import make_incident, triaged
from tests.factories.provider import Provider
from tests.web.incidents.test_roles import with_case

ClientOf = Callable[[str], Client]


def post(client: Client, incident: Incident, tail: str, **typed: Any) -> Any:
    response = client.post(f"/incidents/{incident}/{tail}", typed)
    incident.refresh_from_db()
    return response


@pytest.mark.capability(14)
def test_people_are_made_safe_by_saying_how(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider, unsafe_now=True, unsafe_what="Alone tonight")
    client = client_of("team_manager")
    assert post(client, incident, "made-safe", how="").status_code == 422
    assert post(client, incident, "made-safe", how="With her sister tonight").status_code == 302
    assert incident.made_safe_how == "With her sister tonight"


@pytest.mark.capability(24)
def test_a_leader_records_three_parts_and_support_and_signs_off(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, people=(AffectedPerson(physical_harm="moderate"),))
    triaged(provider, incident)
    client = client_of("team_manager")
    for part in ("safety", "communication", "documentation"):
        typed = {"part": part, f"{part}-note": f"Done: {part}"}
        assert post(client, incident, "stabilise/", **typed).status_code == 302
    early = post(client, incident, "stabilise/", part="sign_off")
    assert early.status_code == 422
    assert "Record whether support was offered" in early.content.decode()
    support = {"part": "support", "support-answer": "declined", "support-note": "A debrief"}
    post(client, incident, "stabilise/", **support)
    post(client, incident, "stabilise/", part="sign_off")
    row = queries.stabilisation_of(incident)
    assert row is not None
    assert row.signed_off_by == provider.people["team_manager"]
    assert row.support_taken is False


@pytest.mark.capability(24)
def test_an_empty_part_is_refused_at_its_field_and_the_others_stay(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider, people=(AffectedPerson(physical_harm="moderate"),))
    triaged(provider, incident)
    client = client_of("team_manager")
    post(client, incident, "stabilise/", **{"part": "safety", "safety-note": "Seen at home"})
    response = post(client, incident, "stabilise/", part="communication")
    text = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_communication-note-error"' in text
    assert "Seen at home" in text


@pytest.mark.capability(19)
def test_a_clinical_review_is_recorded(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    response = post(client_of("reviewer"), incident, "clinical-review", finding="Plan changed.")
    assert response.status_code == 302


@pytest.mark.capability(20)
def test_a_partner_is_told_and_acknowledges(provider: Provider, client_of: ClientOf) -> None:
    incident = with_case(provider)
    day = {"told_on-day": "1", "told_on-month": "3", "told_on-year": "2026"}
    typed = {"how": "Sam, by telephone", "acknowledged": "yes"} | day
    assert post(client_of("triage_lead"), incident, "partner", **typed).status_code == 302
    answer = queries.partner_answer(incident)
    assert answer is not None
    assert answer.partner_acknowledged_at is not None


def test_a_partner_nobody_asked_to_tell_is_refused_in_words(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    day = {"told_on-day": "1", "told_on-month": "3", "told_on-year": "2026"}
    typed = {"how": "Sam, by telephone", "acknowledged": "no"} | day
    response = post(client_of("triage_lead"), incident, "partner", **typed)
    assert response.status_code == 422
    assert "Triage did not ask for a partner to be told" in response.content.decode()


@pytest.mark.capability(18)
def test_a_safeguarding_case_goes_from_referral_to_its_end(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = with_case(provider), client_of("safeguarding_lead")

    def step(code: str, **typed: str) -> int:
        return int(post(client, incident, f"safeguarding/{code}", **typed).status_code)

    assert step("refer", to="Vale Council adult team", how="By telephone") == 302
    assert step("acknowledge", name="Alex Reed") == 302
    assert step("lead", lead_agency="confirmed", name="Vale Council") == 422
    assert step("lead", lead_agency="assumed") == 302
    assert (
        "Lead agency: assumed, not confirmed"
        in client.get(f"/incidents/{incident}/safeguarding/").content.decode()
    )
    assert step("decide", threshold_met="no", decision="Below the threshold: advice given.") == 302
    assert step("close", outcome_met="met", reason="She feels safe at home.") == 422
    assert step("wishes", wanted="To be left in peace.") == 302
    assert step("close", outcome_met="met", reason="She feels safe at home.") == 302
    case = of_incident(incident)
    assert case is not None
    assert case.status == "closed"


def test_a_step_of_a_case_out_of_turn_says_so(provider: Provider, client_of: ClientOf) -> None:
    incident = with_case(provider)
    response = client_of("safeguarding_lead").get(f"/incidents/{incident}/safeguarding/close")
    assert response.status_code == 409


@pytest.mark.capability(9)
def test_the_account_grows_by_what_is_learned_later(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = make_incident(provider), client_of("supervisor")
    post(client, incident, "add/later-fact", text="The log shows a call at 20:10.")
    post(client, incident, "add/step", what="The rota changed", precision="unknown")
    post(client, incident, "add/immediate-action", what="Rang her", done_by="Duty worker")
    person = {"kind": "person_served", "physical_harm": "low", "psychological_harm": "moderate"}
    post(client, incident, "add/person", name="Morgan Example", **person)
    assert incident.addenda.get().text == "The log shows a call at 20:10."
    assert incident.sequence.get().what == "The rota changed"
    assert incident.immediate_actions.get().done_by == "Duty worker"
    assert incident.psychological_harm == "moderate"


def test_themes_are_chosen_by_a_person(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    theme = Theme.objects.filter(organisation=provider.organisation)[0]
    post(client_of("supervisor"), incident, "themes", themes=[str(theme.pk)])
    assert list(queries.themes_of(incident)) == [theme]


@pytest.mark.capability(9, 12)
def test_the_reporter_is_asked_and_told(provider: Provider, client_of: ClientOf) -> None:
    incident, client = make_incident(provider), client_of("triage_lead")
    post(client, incident, "messages/", asks="ask", text="Who was on duty?")
    response = client.get(f"/incidents/{incident}/messages/")
    assert "waits for an answer" in response.content.decode()
    assert post(client, incident, "messages/", asks="tell", text=" ").status_code == 422


@pytest.mark.capability(121)
def test_an_incident_is_placed_with_another_team(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    post(client_of("triage_lead"), incident, "place", unit=str(provider.other_team.pk))
    assert incident.unit == provider.other_team


def test_a_restriction_names_who_may_see_it_and_is_lifted_with_a_reason(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, lead = make_incident(provider), client_of("triage_lead")
    manager = provider.people["team_manager"]
    post(lead, incident, "restrict", reason="About staff", viewers=[str(manager.pk)])
    assert client_for(manager).get(f"/incidents/{incident}/").status_code == 200
    reviewer = provider.people["reviewer"]
    assert client_for(reviewer).get(f"/incidents/{incident}/").status_code == 404
    post(lead, incident, "restrict/name", user=str(reviewer.pk))
    assert client_for(reviewer).get(f"/incidents/{incident}/").status_code == 200
    post(lead, incident, "restrict/lift", reason="The allegation was withdrawn")
    assert not incident.restricted


def test_a_duplicate_is_withdrawn_by_the_reference_of_the_other(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, other = make_incident(provider), make_incident(provider)
    client = client_of("governance_lead")
    wrong = post(client, incident, "withdraw", reference="INC-00-99999")
    assert 'id="id_reference-error"' in wrong.content.decode()
    post(client, incident, "withdraw", reference=other.reference)
    assert incident.duplicate_of == other


@pytest.mark.capability(5)
def test_closing_as_verified_says_everything_that_is_missing(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    triaged(provider, incident)
    client = client_of("governance_lead")
    reason = client.get(f"/incidents/{incident}/close-with-reason").content.decode()
    assert "There is no action to verify." in reason
    assert client.post(f"/incidents/{incident}/close").status_code == 409


@pytest.mark.capability(5)
def test_closing_with_a_reason_needs_one_and_can_be_undone(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = make_incident(provider), client_of("governance_lead")
    triaged(provider, incident)
    assert post(client, incident, "close-with-reason", reason="").status_code == 422
    post(client, incident, "close-with-reason", reason="Reviewed by the hospital trust")
    assert incident.closure == "with_reason"
    post(client, incident, "reopen", reason="They declined")
    assert incident.status == "acting"


def test_a_file_is_added_after_the_report_and_can_be_opened(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, client = make_incident(provider), client_of("team_manager")
    letter = SimpleUploadedFile("letter.txt", b"Dear colleague, the visit was missed.")
    assert post(client, incident, "add/file", file=letter).status_code == 302
    kept = files_of(incident).get()
    answer = client.get(f"/incidents/{incident}/files/{kept.pk}")
    assert b"".join(answer.streaming_content) == b"Dear colleague, the visit was missed."


def test_a_disguised_file_is_refused_at_its_field(provider: Provider, client_of: ClientOf) -> None:
    incident, client = make_incident(provider), client_of("team_manager")
    program = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00" + bytes(200))
    answer = post(client, incident, "add/file", file=program)
    assert answer.status_code == 422
    assert not files_of(incident).exists()


def test_no_file_is_added_by_those_who_may_not(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    letter = SimpleUploadedFile("letter.txt", b"Dear colleague")
    assert post(client_of("executive"), incident, "add/file", file=letter).status_code == 403
    assert not files_of(incident).exists()


def test_placing_where_the_person_has_no_role_leads_home(provider: Provider) -> None:
    lead = provider.person("Sam Birch", "triage_lead", provider.team)
    incident = make_incident(provider)
    response = post(client_for(lead), incident, "place", unit=str(provider.other_team.pk))
    assert response.url == "/"


def test_an_incident_without_a_case_has_no_safeguarding_page(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    operations.add_addendum(incident, "Nothing", by=provider.people["team_manager"])
    address = f"/incidents/{incident}/safeguarding/"
    assert client_of("safeguarding_lead").get(address).status_code == 404
