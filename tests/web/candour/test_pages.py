"""Openness in the browser: deciding, the steps, letters and the engagement log."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.candour import operations, queries
from goldthread.domain.candour.models import Candour, Letter
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import restrict
from goldthread.trail.queries import of_record
from tests.factories.candour import (
    harmful_incident,
    results_shared,
    send,
    supported,
    talked,
    told,
    tried,
    triggered,
    with_person,
    written,
)
from tests.factories.clients import client_for
from tests.factories.provider import Provider, make_provider

YES = "regulated_activity=yes&unintended=yes&threshold=moderate"
OPEN = "regulated_activity=yes&unintended=yes&threshold=not_known"


@pytest.fixture
def provider(db: None) -> Provider:  # type: ignore[override]
    return make_provider()


@pytest.fixture
def lead(provider: Provider) -> Client:
    return client_for(provider.people["triage_lead"])


def at(incident: Incident, rest: str = "") -> str:
    return f"/incidents/{incident.reference}/openness/{rest}"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def post(client: Client, address: str, status: int = 302, **data: Any) -> str:
    response = client.post(address, data)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def day(name: str) -> dict[str, int]:
    today = timezone.localdate()
    return {f"{name}-day": today.day, f"{name}-month": today.month, f"{name}-year": today.year}


@pytest.mark.capability(26)
def test_every_incident_has_an_openness_page_before_anything_is_decided(
    provider: Provider, lead: Client
) -> None:
    page = text(lead, at(harmful_incident(provider)))
    assert "Not decided yet" in page
    assert "The engagement log is empty" in page
    assert not Candour.objects.exists()


@pytest.mark.capability(25)
def test_the_decision_is_taken_one_question_a_page_and_recorded_with_its_reason(
    provider: Provider, lead: Client
) -> None:
    incident = harmful_incident(provider)
    assert "Question 1 of at most 3" in text(lead, at(incident, "decide"))
    page = text(lead, at(incident, f"decide?{YES}"))
    assert "The duty of candour applies" in page
    assert not Candour.objects.exists()
    post(
        lead,
        at(incident, f"decide?{YES}"),
        professional="Test Nurse",
        reason="Distress for weeks.",
        because__threshold="Seen on Monday.",
    )
    page = text(lead, at(incident))
    for words in ("Test Nurse", "Distress for weeks.", "Seen on Monday.", "Say who is to be told"):
        assert words in page


@pytest.mark.capability(25)
def test_a_decision_without_a_reason_is_refused_and_keeps_what_was_typed(
    provider: Provider, lead: Client
) -> None:
    incident = harmful_incident(provider)
    page = post(lead, at(incident, f"decide?{YES}"), 422, professional="Test Nurse", reason="")
    assert "Say why" in page
    assert 'value="Test Nurse"' in page
    assert not Candour.objects.exists()


def test_a_decision_left_open_asks_who_decides_and_by_when(
    provider: Provider, lead: Client
) -> None:
    incident = harmful_incident(provider)
    page = post(
        lead, at(incident, f"decide?{OPEN}"), 422, professional="Test Nurse", reason="Unclear"
    )
    assert "Name the person who will decide" in page
    post(
        lead,
        at(incident, f"decide?{OPEN}"),
        professional="Test Nurse",
        reason="Unclear",
        next_decider=provider.people["reviewer"].pk,
        **day("next_decision_on"),
    )
    assert "Test Reviewer decides by" in text(lead, at(incident))


@pytest.mark.capability(25)
def test_the_steps_are_walked_through_their_pages_to_complete(
    provider: Provider, lead: Client
) -> None:
    candour = triggered(provider)
    incident = candour.incident
    post(
        lead,
        at(incident, "person"),
        person_relationship="self",
        person_name="Robin Example",
        lead=provider.people["triage_lead"].pk,
    )
    post(
        lead,
        at(incident, "tell"),
        told_how="face_to_face",
        account="The visit was missed.",
        enquiries="How rota changes are passed on.",
        apology="I am sorry.",
        **day("happened_at"),
    )
    post(lead, at(incident, "support"), support_offered="An advocate")
    page = post(lead, at(incident, "written"), 422)
    assert "First write and send the follow-up letter" in page
    send(provider, incident, "candour_follow_up")
    post(lead, at(incident, "written"))
    send(provider, incident, "candour_results")
    post(lead, at(incident, "results"))
    post(lead, at(incident, "complete"))
    candour.refresh_from_db()
    assert candour.status == "complete"


@pytest.mark.parametrize(
    ("reach", "step"),
    [
        (triggered, "Say who is to be told"),
        (with_person, "Tell them in person"),
        (told, "Offer support"),
        (supported, "Follow it in writing"),
        (written, "Share the results"),
        (results_shared, "Complete"),
    ],
)
def test_the_page_leads_to_exactly_the_next_step(
    provider: Provider, lead: Client, reach: Any, step: str
) -> None:
    page = text(lead, at(reach(provider).incident))
    assert f">{step}</a>" in page
    assert page.count(">Next<") == 1


def test_what_is_missing_in_telling_is_named_at_its_field_and_nothing_typed_is_lost(
    provider: Provider, lead: Client
) -> None:
    incident = with_person(provider).incident
    page = post(
        lead,
        at(incident, "tell"),
        422,
        told_how="telephone",
        account="The visit was missed.",
        enquiries="",
        apology="",
        **day("happened_at"),
    )
    assert "The regulation says in person." in page
    assert "Write down how you said sorry." in page
    assert "The visit was missed.</textarea>" in page


def test_a_step_taken_by_someone_else_meanwhile_is_said_and_the_text_kept(
    provider: Provider, lead: Client
) -> None:
    candour = told(provider)
    page = lead.get(at(candour.incident, "support")).content.decode()
    assert f'name="page_version" value="{candour.version}"' in page
    operations.offer_support(candour, "An interpreter", by=provider.people["reviewer"])
    page = post(
        lead,
        at(candour.incident, "support"),
        409,
        support_offered="An advocate",
        page_version=candour.version - 1,
    )
    assert "Someone else changed this" in page
    assert "An advocate" in page


@pytest.mark.capability(25)
def test_attempts_and_a_refusal_end_candour_and_a_change_of_mind_opens_it_again(
    provider: Provider, lead: Client
) -> None:
    incident = triggered(provider).incident
    page = post(
        lead, at(incident, "end"), 422, contact_outcome="declines", contact_note="Asked not to."
    )
    assert "Record the attempts first" in page
    post(
        lead,
        at(incident, "attempt"),
        tried_by="Test Nurse",
        how="telephone",
        result="declined",
        **day("happened_at"),
    )
    post(lead, at(incident, "end"), contact_outcome="declines", contact_note="Asked not to.")
    assert "The person does not want contact" in text(lead, at(incident))
    post(lead, at(incident, "resume"), reason="She rang.")
    assert "Say who is to be told" in text(lead, at(incident))


@pytest.mark.capability(25)
def test_a_letter_is_made_from_the_record_edited_sent_and_kept(
    provider: Provider, lead: Client
) -> None:
    incident = told(provider).incident
    operations.engage(incident, talked(), by=provider.people["reviewer"])
    assert "candour_follow_up" in text(lead, at(incident, "letters/new"))
    page = text(lead, at(incident, "letters/new/candour_follow_up"))
    assert 'value="Robin Example"' in page
    post(lead, at(incident, "letters/new/candour_follow_up"), recipient_name="Robin Example")
    letter = Letter.objects.get()
    page = text(lead, at(incident, f"letters/{letter.pk}/"))
    assert "Still to be filled in" in page
    page = post(
        lead,
        at(incident, f"letters/{letter.pk}/send"),
        422,
        sent_how="post",
        **day("sent_on"),
    )
    assert "The letter still has blanks" in page
    post(
        lead,
        at(incident, f"letters/{letter.pk}/"),
        recipient="Robin Example",
        subject="Our talk",
        text="Dear Robin\n\nWe are sorry.",
        send="1",
    )
    post(lead, at(incident, f"letters/{letter.pk}/send"), sent_how="post", **day("sent_on"))
    page = text(lead, at(incident, f"letters/{letter.pk}/"))
    assert "We are sorry." in page
    letter.refresh_from_db()
    assert letter.text_hash in page
    assert "<textarea" not in page


@pytest.mark.capability(26)
def test_a_conversation_with_questions_is_added_and_a_question_answered(
    provider: Provider,
) -> None:
    supervisor = client_for(provider.people["supervisor"])
    incident = harmful_incident(provider)
    post(
        supervisor,
        at(incident, "engagement"),
        engaged="yes",
        party="family",
        engaged_by="Test Supervisor",
        how="telephone",
        said="He felt forgotten.",
        questions="Why did nobody ring?\n\nWill it happen again?",
        **day("engaged_at"),
    )
    questions = list(queries.open_questions(incident))
    assert [q.text for q in questions] == ["Why did nobody ring?", "Will it happen again?"]
    post(
        supervisor,
        at(incident, f"questions/{questions[0].pk}"),
        answer="The number was an old one.",
    )
    page = text(supervisor, at(incident))
    assert "The number was an old one." in page
    assert page.count("Waiting for an answer") == 1


@pytest.mark.capability(26)
def test_why_nobody_was_engaged_is_asked_and_kept(provider: Provider) -> None:
    supervisor = client_for(provider.people["supervisor"])
    incident = harmful_incident(provider)
    page = post(supervisor, at(incident, "engagement"), 422, engaged="no")
    assert "Say why nobody was engaged with" in page
    post(
        supervisor,
        at(incident, "engagement"),
        engaged="no",
        not_engaged_because="He asked us not to.",
    )
    assert "He asked us not to." in text(supervisor, at(incident))


def test_who_was_spoken_to_has_to_be_chosen(provider: Provider) -> None:
    incident = harmful_incident(provider)
    page = post(
        client_for(provider.people["supervisor"]),
        at(incident, "engagement"),
        422,
        engaged="yes",
        engaged_by="Test Supervisor",
        how="telephone",
        said="He felt forgotten.",
        **day("engaged_at"),
    )
    assert "Say who it was with" in page


def test_markup_that_someone_typed_is_shown_as_text(provider: Provider, lead: Client) -> None:
    incident = harmful_incident(provider)
    hostile = talked(said="<script>alert(1)</script>", questions=("<b>Why?</b>",))
    operations.engage(incident, hostile, by=provider.people["supervisor"])
    page = text(lead, at(incident))
    assert "<script>alert" not in page
    assert "<b>Why?" not in page


@pytest.mark.parametrize("role", ["inspector", "executive"])
def test_a_reader_who_may_not_see_names_sees_neither_them_nor_letters(
    provider: Provider, role: str
) -> None:
    incident = told(provider).incident
    letter = send(provider, incident, "candour_follow_up")
    reader = client_for(provider.people[role])
    page = text(reader, at(incident))
    assert "Told in person" in page or "Tell them in person" in page
    assert "Robin Example" not in page
    assert text(reader, at(incident, f"letters/{letter.pk}/"), 403)


@pytest.mark.parametrize("step", ["decide", "person", "tell", "attempt", "letters/new"])
def test_those_who_do_not_manage_candour_are_told_so(provider: Provider, step: str) -> None:
    incident = harmful_incident(provider)
    text(client_for(provider.people["supervisor"]), at(incident, step), 403)


@pytest.mark.parametrize("step", ["", "decide", "engagement", "letters/new"])
def test_an_incident_of_another_organisation_is_not_there(provider: Provider, step: str) -> None:
    incident = harmful_incident(provider)
    other = make_provider("Beech Care")
    text(client_for(other.people["triage_lead"]), at(incident, step), 404)


@pytest.mark.parametrize("step", ["person", "tell", "support", "attempt", "end", "complete"])
def test_a_step_before_any_decision_says_to_decide_first_and_opens_no_record(
    provider: Provider, lead: Client, step: str
) -> None:
    page = text(lead, at(harmful_incident(provider), step), 409)
    assert "First decide whether the duty of candour applies." in page
    assert not Candour.objects.exists()


def test_an_attempt_is_shown_with_who_made_it_and_its_note(
    provider: Provider, lead: Client
) -> None:
    candour = triggered(provider)
    operations.record_attempt(candour, tried(note="Rang twice."), by=provider.people["reviewer"])
    page = text(lead, at(candour.incident))
    assert "Telephone, by Test Reviewer. No answer. Rang twice." in page


def test_a_question_or_letter_of_another_incident_is_not_there(
    provider: Provider, lead: Client
) -> None:
    ours, other = harmful_incident(provider), harmful_incident(provider)
    question = operations.ask(other, "Why?", by=provider.people["supervisor"])
    letter = send(provider, other, "openness_note")
    text(lead, at(ours, f"questions/{question.pk}"), 404)
    text(lead, at(ours, f"letters/{letter.pk}/"), 404)


def test_opening_a_restricted_incidents_openness_is_in_the_trail(
    provider: Provider, lead: Client
) -> None:
    incident = harmful_incident(provider)
    restrict(incident, "Staff involved", [], by=provider.people["triage_lead"])
    text(lead, at(incident))
    text(client_for(provider.people["reviewer"]), at(incident), 404)
    kinds = [entry.kind for entry in of_record("incidents.incident", incident.pk)]
    assert kinds[-1] == "incident.opened"


def test_the_page_costs_as_many_queries_however_long_the_log(
    provider: Provider, lead: Client, django_assert_max_num_queries: Any
) -> None:
    incident = triggered(provider).incident
    by = provider.people["reviewer"]
    for _ in range(8):
        operations.engage(incident, talked(), by=by)
        operations.record_attempt(queries.candour_of(incident), tried(), by=by)  # type: ignore[arg-type]
    with django_assert_max_num_queries(25):
        text(lead, at(incident))


def test_a_template_is_worded_by_an_administrator_and_faults_are_named(
    provider: Provider,
) -> None:
    administrator = client_for(provider.people["administrator"])
    assert "Results of our enquiries" in text(administrator, "/letter-templates/")
    typed = {"name": "Note", "step": "engagement", "subject": "Hello"}
    page = post(
        administrator, "/letter-templates/openness_note", 422, body="Dear {{ recipiant }}", **typed
    )
    assert "{{ recipiant }}" in page
    post(
        administrator, "/letter-templates/openness_note", body="Dear {{ recipient_name }}", **typed
    )
    template = queries.template_of(provider.organisation.pk, "openness_note")
    assert template is not None
    assert queries.newest_version(template).body == "Dear {{ recipient_name }}"
