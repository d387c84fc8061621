"""What an anonymous report leaves behind: nothing that names its reporter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.domain.incidents.models import Incident, ReportDraft
from goldthread.trail.models import Entry
from tests.factories.provider import Provider
from tests.web.report.typing import TOLD, send

pytestmark = pytest.mark.capability(12)
ClientOf = Callable[[str], Client]


def test_an_anonymous_draft_of_someone_signed_in_has_no_owner(
    client_of: ClientOf, provider: Provider
) -> None:
    client = client_of("reporter")
    client.post("/report/anonymous/", {"unsafe": "no"})
    client.post("/report/anonymous/what/", {"narrative": TOLD})
    draft = ReportDraft.objects.get()
    reporter = provider.people["reporter"]
    assert draft.owner is None
    assert reporter.name not in draft.answers
    assert draft.key not in str(dict(client.session))


def test_neither_incident_nor_trail_names_who_was_signed_in(
    client_of: ClientOf, provider: Provider
) -> None:
    send(client_of("reporter"), "/report/anonymous/")
    incident = Incident.objects.get()
    assert incident.reported_by is None
    reporter = provider.people["reporter"]
    for entry in Entry.objects.filter(thread=incident.pk):
        assert f"user:{reporter.pk}" not in entry.body
        assert entry.actor.startswith(("reporter:", "system"))


def test_the_page_carries_no_token_of_who_is_signed_in(
    client_of: ClientOf, provider: Provider
) -> None:
    page = client_of("reporter").get("/report/anonymous/").content.decode()
    assert "_owner" not in page
    assert "this report will not carry your name" in page


def test_an_anonymous_report_makes_no_session(client: Client, provider: Provider) -> None:
    client.post("/report/anonymous/", {"unsafe": "no"})
    assert "sessionid" not in client.cookies
    assert client.cookies["report_draft"]["httponly"]


def test_typed_text_is_unreadable_in_the_database(client: Client, provider: Provider) -> None:
    from django.db import connection

    client.post("/report/anonymous/", {"unsafe": "no"})
    client.post("/report/anonymous/what/", {"narrative": TOLD})
    with connection.cursor() as cursor:
        cursor.execute("SELECT answers FROM incidents_reportdraft")
        assert "planned visit" not in cursor.fetchone()[0]


def test_another_browser_does_not_see_the_draft(client: Client, provider: Provider) -> None:
    client.post("/report/anonymous/", {"unsafe": "no"})
    client.post("/report/anonymous/what/", {"narrative": TOLD})
    assert TOLD not in Client().get("/report/anonymous/what/", follow=True).content.decode()


def test_without_a_team_link_the_report_waits_to_be_placed(
    client: Client, provider: Provider
) -> None:
    send(client, "/report/anonymous/", where={"proposed_unit": "The team at the mill"})
    incident = Incident.objects.get()
    assert (incident.unit, incident.placed) == (provider.organisation, False)
    assert incident.proposed_unit == "The team at the mill"


def test_hostile_markup_is_shown_as_it_was_typed(client: Client, provider: Provider) -> None:
    hostile = "<script>alert(1)</script> was written on the door of the clinic today"
    client.post("/report/anonymous/", {"unsafe": "no"})
    client.post("/report/anonymous/what/", {"narrative": hostile})
    page = client.get("/report/anonymous/what/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
