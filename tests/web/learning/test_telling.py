"""You said, we did: on the reporter's own page, and with the code of an anonymous report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.incidents.operations import report_incident, restrict
from tests.factories import feedback, library
from tests.factories.incidents import make_incident, report_of
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.capability(118)
def test_the_reporter_reads_what_changed_on_their_page(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    item = library.published(provider, source=incident)
    lead, path = client_of("triage_lead"), f"/learning/from/{incident.reference}/tell"
    assert lead.post(path, {"text": ""}).status_code == 422
    answers = {"text": "The rota now tells people.", "item": str(item.pk), "final": "on"}
    assert lead.post(path, answers).status_code == 302
    page = text(client_of("reporter").get(f"/my-reports/{incident.reference}/"))
    assert "You said, we did" in page
    assert f"/learning/{item.reference}/" in page
    assert "This is the last answer" not in text(lead.get(path))


@pytest.mark.capability(12)
def test_an_anonymous_reporter_reads_what_changed_with_their_code(provider: Provider) -> None:
    reported = report_incident(report_of(provider, route="anonymous", reporter=None))
    item = library.published(provider, source=reported.incident)
    feedback.told(provider, reported.incident, item=item)
    client = Client()
    client.post("/follow/", {"code": reported.follow_up_code})
    page = text(client.get("/follow/report/"))
    assert "You said, we did" in page
    assert feedback.TEXT in page
    assert item.family in page
    assert f"/learning/{item.reference}/" not in page


def test_nobody_is_told_from_an_incident_that_may_not_be_opened(
    provider: Provider, client_of: ClientOf
) -> None:
    incident, people = make_incident(provider), provider.people
    restrict(incident, "A colleague", [people["verifier"]], by=people["governance_lead"])
    path = f"/learning/from/{incident.reference}/tell"
    assert client_of("triage_lead").get(path).status_code == 404


def test_a_name_is_refused_and_the_words_are_kept(provider: Provider, client_of: ClientOf) -> None:
    incident = make_incident(provider)
    path = f"/learning/from/{incident.reference}/tell"
    response = client_of("triage_lead").post(path, {"text": "Mrs Verrigan now has a plan."})
    assert response.status_code == 422
    assert "“Verrigan” (name)" in text(response)
    assert "Mrs Verrigan now has a plan." in text(response)
