"""What arrives from the queue of a device, and what is kept there."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Route
from goldthread.evidence.queries import files_of
from tests.factories.provider import Provider
from tests.web.report.typing import TOLD

pytestmark = pytest.mark.capability(11)
ClientOf = Callable[[str], Client]


def queued(client: Client, provider: Provider, **changes: Any) -> dict[str, Any]:
    """A report as a device sends it for the person signed in."""
    fields = {
        "key": str(uuid.uuid4()),
        "owner": client.get("/report/session").json()["owner"],
        "unsafe": "no",
        "event_type": "incident",
        "narrative": TOLD,
        "day": "unknown",
        "unit": str(provider.team.pk),
    }
    return fields | changes


def test_a_queued_report_becomes_an_incident_of_its_writer(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    person = {"kind": "person_served", "psychological_harm": "low", "physical_harm": ""}
    fields = queued(client, provider, anyone="yes", route="confidential", **person)
    answer = client.post("/report/queue", fields)
    incident = Incident.objects.get()
    assert answer.json()["reference"] == incident.reference
    assert incident.reported_by == provider.people["reporter"]
    assert (incident.route, incident.psychological_harm) == (Route.CONFIDENTIAL, "low")


def test_the_same_key_sent_twice_makes_one_incident(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    fields = queued(client, provider)
    first = client.post("/report/queue", fields).json()
    again = client.post("/report/queue", fields).json()
    assert again == first | {"again": True}
    assert Incident.objects.count() == 1


def test_signed_out_the_report_stays_on_the_device(provider: Provider, client: Client) -> None:
    answer = client.post("/report/queue", {"key": str(uuid.uuid4()), "narrative": TOLD})
    assert answer.status_code == 401
    said = client.get("/report/session").json()
    assert said == {"signed_in": False, "sign_in": "/account/sign-in?next=/report/offline/"}


def test_nobody_sends_what_someone_else_wrote(client_of: ClientOf, provider: Provider) -> None:
    fields = queued(client_of("reporter"), provider)
    answer = client_of("supervisor").post("/report/queue", fields)
    assert answer.status_code == 409
    assert not Incident.objects.exists()


def test_an_incomplete_report_comes_back_with_its_sentences(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    answer = client.post("/report/queue", queued(client, provider, day="", anyone="yes"))
    assert answer.status_code == 422
    assert answer.json()["problems"] == [
        "Say when it happened, or choose “I do not know when”",
        "Answer “Who was it?”",
    ]


def test_a_photograph_that_is_none_is_left_out_and_the_report_is_kept(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    script = SimpleUploadedFile("photo.jpg", b"MZ\x90\x00 not a photograph", "image/jpeg")
    text = SimpleUploadedFile("note.txt", b"Seen at the door.", "text/plain")
    fields = queued(client, provider) | {"files": [script, text]}
    said = client.post("/report/queue", fields).json()
    assert ["photo.jpg" in sentence for sentence in said["left_out"]] == [True]
    assert [file.name for file in files_of(Incident.objects.get())] == ["note.txt"]


def test_someone_unsafe_is_alerted_of_when_the_report_arrives(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    client.post("/report/queue", queued(client, provider, unsafe="yes"))
    assert Incident.objects.get().unsafe_now


def test_the_page_kept_on_devices_names_nobody(client_of: ClientOf, provider: Provider) -> None:
    page = client_of("reporter").get("/report/offline/").content.decode()
    for word in (provider.organisation.name, provider.team.name, "Test Reporter", "csrf"):
        assert word not in page


def test_the_worker_serves_the_whole_site_and_names_what_it_keeps(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Content-Type"] == "text/javascript"
    shell = json.loads(answer.content.decode().split(" = ", 1)[1].split(";\n", 1)[0])
    assert shell["page"] == "/report/offline/"
    assert any(name.endswith("js/report/offline.js") for name in shell["files"])


@pytest.fixture(autouse=True)
def _one_provider(provider: Provider) -> None:
    """Every page here needs an organisation."""
