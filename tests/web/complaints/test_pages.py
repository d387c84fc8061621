"""Pages of complaints: from received to closed, with names only for those who may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.complaints.terms import Status
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.registers import person_served
from tests.factories.restrictions import complaint_of

ClientOf = Callable[[str], Client]


def sent(provider: Provider, **changes: Any) -> dict[str, Any]:
    today = timezone.localdate()
    received = {
        "received_on-day": today.day,
        "received_on-month": today.month,
        "received_on-year": today.year,
    }
    return {
        "unit": str(provider.team.pk),
        "made_by": "family",
        "from_name": "Ros Marchpane",
        "how": "letter",
        "about": "Not allowed out alone",
        "words": "She has not been to choir.",
        "consent": "given",
        "about_restriction": "on",
    } | received | changes  # fmt: skip


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.capability(84)
def test_a_complaint_is_recorded_acknowledged_answered_and_closed(
    provider: Provider, client_of: ClientOf
) -> None:
    client, one = client_of("team_manager"), person_served(provider)
    client.post("/complaints/new", sent(provider, person=one.reference))
    complaint = Complaint.objects.get()
    for step, answers in (
        ("acknowledge", {"acknowledged_how": "Rang her; an advocate was offered."}),
        ("answer", {"answer": "You are right.", "outcome": "upheld", "consent": "given"}),
        ("close", {"upheld": "No end was set.", "changes": "Every limit has an end."}),
    ):
        response = client.post(f"/complaints/{complaint.pk}/{step}", answers)
        assert response.status_code == 302, step
    complaint.refresh_from_db()
    assert (complaint.status, complaint.person) == (Status.CLOSED, one)
    page = text(client.get(f"/complaints/{complaint.pk}/"))
    assert "Every limit has an end." in page


def test_what_is_missing_is_said_and_what_was_typed_stays(
    provider: Provider, client_of: ClientOf
) -> None:
    response = client_of("team_manager").post("/complaints/new", sent(provider, from_name=""))
    assert response.status_code == 422
    assert "She has not been to choir." in text(response)
    unknown = client_of("team_manager").post("/complaints/new", sent(provider, person="P-99999"))
    assert unknown.status_code == 422
    assert not Complaint.objects.exists()


def test_family_is_not_answered_without_consent(provider: Provider, client_of: ClientOf) -> None:
    client = client_of("team_manager")
    complaint = complaint_of(provider, consent="not_asked")
    client.post(f"/complaints/{complaint.pk}/acknowledge", {"acknowledged_how": "Rang."})
    answers = {"answer": "You are right.", "outcome": "upheld", "consent": "not_asked"}
    response = client.post(f"/complaints/{complaint.pk}/answer", answers)
    assert "Ask the person whether they agree" in text(response)
    assert "You are right." in text(response)


@pytest.mark.capability(84)
def test_a_complaint_starts_an_incident_or_is_linked_to_one(
    provider: Provider, client_of: ClientOf
) -> None:
    client, incident = client_of("team_manager"), make_incident(provider)
    linked, started = complaint_of(provider), complaint_of(provider)
    client.post(f"/complaints/{linked.pk}/link", {"incident": incident.reference.lower()})
    client.post(f"/complaints/{started.pk}/link", {"incident": ""})
    linked.refresh_from_db()
    started.refresh_from_db()
    assert linked.incident == incident
    assert started.incident not in (None, incident)
    assert f"/incidents/{incident.reference}/actions/" in text(
        client.get(f"/complaints/{linked.pk}/")
    )


def test_an_incident_nobody_knows_is_said_at_its_field(
    provider: Provider, client_of: ClientOf
) -> None:
    complaint = complaint_of(provider)
    response = client_of("team_manager").post(
        f"/complaints/{complaint.pk}/link", {"incident": "INC-20-00001"}
    )
    assert response.status_code == 422


def test_the_list_shows_no_names(provider: Provider, client_of: ClientOf) -> None:
    complaint_of(provider)
    page = text(client_of("reviewer").get("/complaints/"))
    assert "Not allowed out alone since the spring" in page
    assert "Marchpane" not in page


def test_an_inspector_and_a_commissioner_read_no_complaint(
    provider: Provider, client_of: ClientOf
) -> None:
    complaint = complaint_of(provider)
    for role in ("inspector", "commissioner", "administrator"):
        assert client_of(role).get(f"/complaints/{complaint.pk}/").status_code == 403


def test_the_page_of_the_person_lists_the_complaint(
    provider: Provider, client_of: ClientOf
) -> None:
    one = person_served(provider)
    complaint_of(provider, person=one)
    page = text(client_of("supervisor").get(f"/people/{one.reference}/"))
    assert "C-00001: Not allowed out alone since the spring" in page
    assert f"/complaints/new?person={one.reference}" in page
