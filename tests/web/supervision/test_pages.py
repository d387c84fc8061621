"""Pages of supervision: the two read everything, a manager that it took place, nobody else finds it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.incidents.operations import restrict
from goldthread.domain.learning.supervision.models import Pair, Prompt, Session
from goldthread.domain.learning.supervision.terms import PairStatus
from tests.factories import learning
from tests.factories import supervision as made
from tests.factories.actions import make_agreed
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]
COMPETENT = {
    "skill": "Decides and records a step up",
    "assessor": "The supervisor",
    "how": "talked_through",
    "safe": "yes",
    "reasons": "yes",
    "result": "alone",
}


def text(response: Any) -> str:
    return str(response.content.decode())


def day(name: str, value: Any) -> dict[str, Any]:
    return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}


def as_someone(user: Any) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sent(prompt: Prompt | None = None, **changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"wellbeing_asked": "yes", "notes": made.NOTE}
    if prompt is not None:
        said |= {f"use_{prompt.pk}": "used", f"words_{prompt.pk}": "Two; the duty senior was rung."}
    return said | day("held_on", timezone.localdate()) | changes


@pytest.mark.capability(108)
@pytest.mark.capability(114)
def test_a_supervisor_begins_and_records_a_session_with_its_prompt(
    provider: Provider, client_of: ClientOf
) -> None:
    prompt, client = made.prompt_of(provider), client_of("supervisor")
    staff = provider.people["reporter"]
    client.post("/supervision/begin", {"supervisee": str(staff.pk)})
    pair = Pair.objects.get()
    assert made.QUESTION in text(client.get(f"/supervision/with/{pair.pk}/"))
    assert f"/supervision/with/{pair.pk}/" in text(client.get("/my-work/"))
    response = client.post(f"/supervision/with/{pair.pk}/record", sent(prompt))
    page = text(client.get(response["Location"]))
    assert "Two; the duty senior was rung." in page
    assert "1 of 3" in text(client.get(f"/supervision/prompts/{prompt.pk}/"))
    assert "No prompt waits." in text(client.get(f"/supervision/with/{pair.pk}/"))


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    provider: Provider, client_of: ClientOf
) -> None:
    prompt, pair = made.prompt_of(provider), made.pair_of(provider)
    client, address = client_of("supervisor"), f"/supervision/with/{pair.pk}/record"
    unsaid = sent(prompt, **{f"use_{prompt.pk}": "not_used", f"words_{prompt.pk}": ""})
    response = client.post(address, unsaid)
    assert response.status_code == 422
    assert "Say why it was not discussed" in text(response)
    assert made.NOTE in text(response)
    unasked = client.post(address, sent(prompt, wellbeing_asked=""))
    assert "Say whether you asked how they are." in text(unasked)
    assert not Session.objects.exists()


def test_the_two_read_private_notes_and_the_manager_reads_that_it_took_place(
    provider: Provider, client_of: ClientOf
) -> None:
    made.prompt_of(provider)
    session = made.session_of(provider, agreed="We look at the rota together.")
    address = f"/supervision/sessions/{session.pk}/"
    for role in ("supervisor", "reporter"):
        page = text(client_of(role).get(address))
        assert made.NOTE in page and "We look at the rota together." in page
    page = text(client_of("team_manager").get(address))
    assert made.QUESTION in page and "Asked" in page
    assert made.NOTE not in page and "rota" not in page and "Private notes" not in page
    assert client_of("team_manager").get(f"{address}note").status_code == 404
    assert client_of("team_manager").post(f"{address}note", {"note": "Hm."}).status_code == 404


@pytest.mark.parametrize(
    "role", ["governance_lead", "executive", "administrator", "reviewer", "safeguarding_lead"]
)
def test_a_third_person_finds_neither_session_nor_pair(
    provider: Provider, client_of: ClientOf, role: str
) -> None:
    session = made.session_of(provider)
    client = client_of(role)
    for page in (
        f"sessions/{session.pk}/",
        f"sessions/{session.pk}/note",
        f"with/{session.pair_id}/",
    ):
        assert client.get(f"/supervision/{page}").status_code == 404, page
    assert session.supervisee.name not in text(client.get("/supervision/"))


def test_a_colleague_of_the_same_team_finds_no_session(provider: Provider) -> None:
    session = made.session_of(provider)
    colleague = as_someone(provider.person("Hermione Quillfeather", "supervisor"))
    assert colleague.get(f"/supervision/sessions/{session.pk}/").status_code == 404
    assert colleague.get(f"/supervision/sessions/{session.pk}/evidence").status_code == 404


def test_the_supervisee_adds_a_private_note(provider: Provider, client_of: ClientOf) -> None:
    session = made.session_of(provider)
    address = f"/supervision/sessions/{session.pk}/"
    empty = client_of("reporter").post(f"{address}note", {"note": " "})
    assert "Write the note first." in text(empty)
    client_of("reporter").post(f"{address}note", {"note": "I want to come back to this."})
    assert "I want to come back to this." in text(client_of("supervisor").get(address))


@pytest.mark.capability(79)
def test_a_vignette_and_a_check_are_sat_in_the_session(
    provider: Provider, client_of: ClientOf
) -> None:
    session, client = made.session_of(provider, days_ago=0), client_of("supervisor")
    address = f"/supervision/sessions/{session.pk}"
    answers = learning.SAFE | {"staff": str(session.supervisee_id)}
    sat = client.post(
        f"{address}/vignette/{learning.VIGNETTE}", answers | day("sat_on", timezone.localdate())
    )
    checked = client.post(f"{address}/check/competency_check", COMPETENT)
    assert (sat.status_code, checked.status_code) == (302, 302)
    page = text(client.get(f"{address}/"))
    assert "Safe decision" in page and "Can do it alone" in page
    assert client.get(f"{address}/check/nothing").status_code == 404


@pytest.mark.capability(108)
def test_a_session_proves_an_action_and_the_action_shows_it(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider, make_incident(provider))
    made.prompt_of(provider, action=action)
    session, client = made.session_of(provider), client_of("supervisor")
    address = f"/supervision/sessions/{session.pk}/"
    client.post(f"{address}evidence", {"action": str(action.pk)})
    assert action.title in text(client.get(address))
    page = text(client.get(f"/actions/{action.pk}/"))
    assert made.QUESTION in page and made.NOTE not in page


@pytest.mark.capability(4)
def test_an_action_shows_its_four_channels_and_what_proves_each(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider, make_incident(provider))
    prompt = made.prompt_of(provider, action=action)
    session, client = made.session_of(provider), client_of("supervisor")
    page = text(client.get(f"/actions/{action.pk}/"))
    for channel in ("Supervision prompts", "Templates", "Training", "Practice checks"):
        assert channel in page
    assert f"/supervision/prompts/{prompt.pk}/" in page and "discussed with 1 of 3" in page
    before = page.count("Not proved yet")
    client.post(f"/supervision/sessions/{session.pk}/evidence", {"action": str(action.pk)})
    assert text(client.get(f"/actions/{action.pk}/")).count("Not proved yet") == before - 1


@pytest.mark.capability(4)
def test_an_action_is_communicated_with_the_reach_of_its_prompt(
    provider: Provider, client_of: ClientOf
) -> None:
    action = make_agreed(provider, make_incident(provider))
    prompt, client = made.prompt_of(provider, action=action), client_of("governance_lead")
    early = client.post(f"/supervision/prompts/{prompt.pk}/tell")
    assert "This prompt has reached nobody yet." in text(early)
    made.session_of(provider)
    client.post(f"/supervision/prompts/{prompt.pk}/tell")
    assert "1 of 3 reached" in text(client.get(f"/actions/{action.pk}/"))


@pytest.mark.capability(114)
def test_a_prompt_is_brought_from_an_action_by_role_until_a_day_and_withdrawn(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    action, client = make_agreed(provider, incident), client_of("governance_lead")
    last = timezone.localdate() + timezone.timedelta(days=30)
    said = {
        "question": made.QUESTION,
        "unit": str(provider.team.pk),
        "roles": ["reporter"],
        "incident": incident.reference.lower(),
    } | day("expires_on", last)
    client.post(f"/supervision/prompts/new?action={action.pk}", said)
    prompt = Prompt.objects.get()
    assert (prompt.action, prompt.source, prompt.roles) == (action, incident, ["reporter"])
    page = text(client.get(f"/supervision/prompts/{prompt.pk}/"))
    assert incident.reference in page and "Alder Team" in page
    client.post(f"/supervision/prompts/{prompt.pk}/withdraw", {"reason": "The form asks it."})
    assert "The form asks it." in text(client.get(f"/supervision/prompts/{prompt.pk}/"))
    unknown = client.post("/supervision/prompts/new", said | {"incident": "INC-20-00001"})
    assert unknown.status_code == 422 and made.QUESTION in text(unknown)


def test_nobody_learns_from_a_prompt_of_a_restricted_incident(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, named = make_incident(provider), provider.people["governance_lead"]
    prompt = made.prompt_of(provider, source=incident, action=make_agreed(provider, incident))
    restrict(incident, "About a colleague", [named], by=named)
    page = text(client_of("supervisor").get(f"/supervision/prompts/{prompt.pk}/"))
    assert incident.reference not in page and prompt.action.title not in page


def test_governance_reads_counts_without_a_name(provider: Provider, client_of: ClientOf) -> None:
    made.session_of(provider)
    page = text(client_of("governance_lead").get("/supervision/counts"))
    assert "Alder Team" in page and "1 of 1" in page
    assert "Test Reporter" not in page and "Test Supervisor" not in page
    assert client_of("reporter").get("/supervision/counts").status_code == 403


def test_a_supervision_is_ended(provider: Provider, client_of: ClientOf) -> None:
    pair = made.pair_of(provider)
    assert client_of("team_manager").post(f"/supervision/with/{pair.pk}/end").status_code == 403
    client_of("supervisor").post(f"/supervision/with/{pair.pk}/end")
    pair.refresh_from_db()
    assert pair.status == PairStatus.ENDED


def test_another_organisation_finds_nothing(provider: Provider) -> None:
    prompt, session = made.prompt_of(provider), made.session_of(provider)
    elsewhere = as_someone(make_provider("Wrenfield Care").people["team_manager"])
    for page in (f"sessions/{session.pk}/", f"with/{session.pair_id}/", f"prompts/{prompt.pk}/"):
        assert elsewhere.get(f"/supervision/{page}").status_code == 404


def test_the_pages_ask_few_questions_of_the_database(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        made.prompt_of(provider, question=f"Question {number}?")
    pair = made.pair_of(provider)
    session = made.session_of(provider, pair)
    other = provider.person("Hermione Quillfeather", "reporter")
    made.session_of(provider, made.pair_of(provider, supervisee=other))
    client = client_of("supervisor")
    for page in (
        "",
        f"with/{pair.pk}/",
        f"sessions/{session.pk}/",
        f"with/{pair.pk}/record",
        "prompts/",
    ):
        with django_assert_max_num_queries(25):
            client.get(f"/supervision/{page}")
