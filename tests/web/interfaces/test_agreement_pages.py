"""The pages of agreements, of the template, and of problems with partners that go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces.models import InterfaceAgreement, PartnerIssue
from goldthread.domain.registers.interfaces.terms import Status
from tests.factories.clients import client_for
from tests.factories.interfaces import agreed, asked, drafted, slow_partner
from tests.factories.provider import Provider, make_provider
from tests.factories.safeguarding import referred

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_an_agreement_is_drafted_from_the_page_of_a_case(
    provider: Provider, client_of: ClientOf
) -> None:
    case, client = referred(provider), client_of("safeguarding_lead")
    reference = case.incident.reference
    shown = text(client.get(f"/incidents/{reference}/safeguarding/"))
    assert "Draft who owns what with a partner" in shown
    typed = {"partner": str(case.partner_id)}
    assert client.post(f"/interfaces/for/{reference}", typed).status_code == 302
    made = InterfaceAgreement.objects.get()
    assert made.case == case
    assert made.reference in text(client.get(f"/incidents/{reference}/safeguarding/"))


def test_an_agreement_for_all_work_is_drafted_for_the_organisation(
    provider: Provider, client_of: ClientOf
) -> None:
    case = referred(provider)
    typed = {"partner": str(case.partner_id)}
    assert client_of("safeguarding_lead").post("/interfaces/new", typed).status_code == 302
    assert InterfaceAgreement.objects.get().unit == provider.organisation


def test_a_task_is_changed_added_and_taken_out(provider: Provider, client_of: ClientOf) -> None:
    agreement, client = drafted(provider), client_of("safeguarding_lead")
    row = {"task": "Tell the landlord", "agency": "Housing", "person": "Jo Fell"}
    home = f"/interfaces/{agreement.pk}/"
    assert client.post(f"{home}tasks/3", row).status_code == 302
    assert client.post(f"{home}tasks/1", row | {"remove": "on"}).status_code == 302
    assert client.post(f"{home}tasks/9", row).status_code == 404
    tasks = [one.task for one in operations.tasks_of(agreement)]
    assert tasks == ["Hold the health part of the plan", "Tell the landlord"]


def test_a_task_without_an_agency_keeps_what_was_typed(
    provider: Provider, client_of: ClientOf
) -> None:
    agreement = drafted(provider)
    refused = client_of("safeguarding_lead").post(
        f"/interfaces/{agreement.pk}/tasks/1", {"task": "Tell the landlord"}
    )
    assert refused.status_code == 422
    assert "Tell the landlord" in text(refused)


def test_the_link_is_shown_once_and_a_code_can_be_read_out(
    provider: Provider, client_of: ClientOf, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = False
    agreement, client = drafted(provider), client_of("safeguarding_lead")
    home = f"/interfaces/{agreement.pk}/"
    made = client.post(f"{home}ask", {"email": "alex.reed@vale.example"})
    assert "/partner/" in text(made) and made["Cache-Control"] == "no-store"
    assert "/partner/" not in text(client.get(home))
    assert 'id="code"' in text(client.post(f"{home}code"))
    assert client.post(f"{home}withdraw-link").status_code == 302
    assert client.post(f"{home}code").status_code == 404


def test_an_address_that_is_none_is_named_at_the_field(
    provider: Provider, client_of: ClientOf
) -> None:
    agreement = drafted(provider)
    refused = client_of("safeguarding_lead").post(
        f"/interfaces/{agreement.pk}/ask", {"email": "Alex"}
    )
    assert refused.status_code == 422


def test_an_agreement_in_force_is_replaced_by_a_new_draft(
    provider: Provider, client_of: ClientOf
) -> None:
    before, client = agreed(provider), client_of("safeguarding_lead")
    assert client.get(f"/interfaces/{before.pk}/tasks/1").status_code == 409
    assert client.post(f"/interfaces/{before.pk}/replace").status_code == 302
    after = InterfaceAgreement.objects.get(replaces=before)
    said = {"name": "Alex Reed", "role": "Team manager", "how": "At the meeting"}
    assert client.post(f"/interfaces/{after.pk}/agreed", said).status_code == 302
    before.refresh_from_db()
    assert before.status == Status.SUPERSEDED


def test_readers_see_an_agreement_and_change_nothing(
    provider: Provider, client_of: ClientOf
) -> None:
    agreement, client = drafted(provider), client_of("supervisor")
    home = f"/interfaces/{agreement.pk}/"
    assert client.get(home).status_code == 200
    for tail in ("tasks/1", "route", "ask", "agreed"):
        assert client.get(home + tail).status_code == 403, tail
    assert client.post(f"{home}supersede").status_code == 403


def test_nobody_of_another_organisation_finds_it(provider: Provider) -> None:
    agreement = drafted(provider)
    stranger = client_for(make_provider("Wrenfield Care").people["safeguarding_lead"])
    assert stranger.get(f"/interfaces/{agreement.pk}/").status_code == 404


def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    client = client_of("safeguarding_lead")
    for _ in range(4):
        asked(provider)
    client.get("/interfaces/")
    with django_assert_max_num_queries(13):
        client.get("/interfaces/")


def test_the_template_is_changed_and_a_second_editor_is_told(
    provider: Provider, client_of: ClientOf
) -> None:
    client = client_of("safeguarding_lead")
    shown = client.get("/interfaces/template")
    assert "Version 1 is in use" in text(shown)
    now = queries.template_of(provider.organisation.pk)
    typed = {
        "tasks": "Lead | Council | Today | The name\n\nTell the family | Us",
        "escalation": "Managers on day two.",
        "late_responses": "2",
        "ladder_steps": "1",
        "from_rung": "2",
        "within_days": "60",
        "source": "Agreed with the Board.",
        "subject": now.letter_subject,
        "body": now.letter_body,
        "note": "Our own",
        "seen": "1",
    }
    assert client.post("/interfaces/template", typed).status_code == 302
    assert [one.task for one in queries.template_of(provider.organisation.pk).tasks] == [
        "Lead",
        "Tell the family",
    ]
    assert client.post("/interfaces/template", typed).status_code == 409
    broken = typed | {"seen": "2", "body": "Dear {{ nobody_knows }}"}
    refused = client.post("/interfaces/template", broken)
    assert "asks for something nobody knows: nobody_knows" in text(refused)


@pytest.mark.capability(81)
def test_a_sustained_problem_is_opened_raised_and_ended_on_its_pages(
    provider: Provider, client_of: ClientOf
) -> None:
    case, client = slow_partner(provider), client_of("safeguarding_lead")
    listed = text(client.get("/interfaces/problems/"))
    assert "Sustained" in listed and "Open a problem with Vale Council, adult team" in listed
    assert client.post(f"/interfaces/problems/open/{case.partner_id}").status_code == 302
    issue = PartnerIssue.objects.get()
    home, today = f"/interfaces/problems/{issue.pk}/", timezone.localdate()
    assert "To [to fill in: who the letter is to]" in text(client.get(f"{home}raise"))
    said = {
        "route": "letter",
        "to": "Director of adult services",
        "on-day": str(today.day),
        "on-month": str(today.month),
        "on-year": str(today.year),
        "subject": "Working together",
        "text": "Please answer within a week. [to fill in: what it meant for people]",
    }
    refused = client.post(f"{home}raise", said)
    assert refused.status_code == 422 and "Fill in what is left open" in text(refused)
    said["text"] = "Please answer within a week."
    assert client.post(f"{home}raise", said).status_code == 302
    outcome = {"outcome": "mended", "words": "No late answer since."}
    assert client.post(f"{home}outcome", outcome).status_code == 302
    shown = text(client.get(home))
    assert "Please answer within a week." in shown and "Mended" in shown
