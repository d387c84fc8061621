"""Administrators see how e-mails stand, to whom and of what kind, and never what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.notices import operations
from goldthread.notices.models import Mail
from goldthread.notices.terms import MailState
from tests.factories.provider import Provider, make_provider

ClientOf = Callable[[str], Client]
PAGE = "/settings/outbox/"


@pytest.fixture(autouse=True)
def _with_email(settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True


def tell(provider: Provider, role: str = "reviewer", **options: Any) -> Mail:
    operations.send(
        [provider.people[role]], "clinical_review", urgent=True,
        **({"subject": "Clinical review of INC-26-00042"} | options),
    )  # fmt: skip
    return Mail.objects.latest("pk")


def test_a_waiting_message_stands_with_whom_it_is_to_and_its_kind(
    provider: Provider, client_of: ClientOf
) -> None:
    tell(provider)
    page = client_of("administrator").get(PAGE).text
    assert provider.people["reviewer"].name in page
    assert "Triage asks for a clinical review" in page
    assert "INC-26-00042" not in page


def test_a_message_given_up_says_why_and_can_be_tried_now(
    provider: Provider, client_of: ClientOf
) -> None:
    held = tell(provider)
    Mail.objects.update(state=MailState.FAILED, tries=11, last_error="ConnectionRefusedError")
    client = client_of("administrator")
    page = client.get(PAGE).text
    assert "Given up after 11 tries. The mail server does not answer." in page
    answer = client.post(f"{PAGE}{held.pk}/again", follow=True)
    assert "The message leaves within a minute." in answer.text
    held.refresh_from_db()
    assert held.state == MailState.QUEUED


def test_a_server_that_does_not_answer_is_said_above_the_list(
    provider: Provider, client_of: ClientOf
) -> None:
    tell(provider)
    client = client_of("administrator")
    assert "Messages wait" not in client.get(PAGE).text
    Mail.objects.update(tries=1, last_error="ConnectionRefusedError")
    page = client.get(PAGE).text
    assert "Messages wait" in page
    assert "The mail server does not answer. Nothing is lost" in page


def test_messages_can_be_narrowed_to_those_given_up(
    provider: Provider, client_of: ClientOf
) -> None:
    tell(provider)
    Mail.objects.update(state=MailState.SENT)
    page = client_of("administrator").get(f"{PAGE}?state=failed").text
    assert "No message stands here" in page


def test_messages_of_another_organisation_are_not_there(
    provider: Provider, client_of: ClientOf
) -> None:
    elsewhere = make_provider("Wrenfield Care")
    held = tell(elsewhere)
    client = client_of("administrator")
    assert "No message stands here" in client.get(PAGE).text
    assert client.post(f"{PAGE}{held.pk}/again").status_code == 404


def test_without_a_server_the_page_says_what_to_do(
    provider: Provider, client_of: ClientOf, settings: Any
) -> None:
    settings.EMAIL_CONFIGURED = False
    assert "GOLDTHREAD_EMAIL_URL" in client_of("administrator").get(PAGE).text


def test_the_page_is_paged(provider: Provider, client_of: ClientOf) -> None:
    for number in range(51):
        tell(provider, subject=f"Review {number}")
    client = client_of("administrator")
    first = client.get(PAGE).text
    assert first.count("Try now") == 50
    older = f"{PAGE}?before={Mail.objects.order_by('-pk')[49].pk}"
    assert older in first
    assert client.get(older).text.count("Try now") == 1


def test_a_governance_lead_does_not_see_it(provider: Provider, client_of: ClientOf) -> None:
    assert client_of("governance_lead").get(PAGE).status_code == 403
