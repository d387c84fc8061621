"""Suggestions and similar incidents on pages: with their reason, and never deciding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goldthread.domain.insight.themes import operations
from tests.factories.incidents import make_incident
from tests.factories.provider import Provider
from tests.factories.themes import MISSED, account, accounts

ClientOf = Callable[[str], Client]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_triage_shows_the_suggested_category_with_its_reason_and_chooses_none(
    provider: Provider, client_of: ClientOf, settings: Any
) -> None:
    settings.SUGGEST_FROM = 32
    accounts(provider, 16, decided=True)
    operations.learn_categories(provider.organisation)
    incident = make_incident(provider, narrative=account(MISSED, 3))
    operations.read_new(provider.organisation)
    shown = page(client_of("triage_lead"), f"/incidents/{incident}/triage/")
    assert "Suggested category: Missed" in shown
    assert "of similar past decisions" in shown
    assert "Words that speak for it" in shown
    chosen = shown.split('name="category"')[1].split("</select>")[0]
    assert "selected" not in chosen.replace('value="" selected', "")


def test_triage_says_nothing_where_too_little_is_known(
    provider: Provider, client_of: ClientOf
) -> None:
    incident = make_incident(provider)
    operations.read_new(provider.organisation)
    shown = page(client_of("triage_lead"), f"/incidents/{incident}/triage/")
    assert "Suggested category" not in shown
    assert "Most like this account" not in shown


def test_triage_shows_similar_incidents_with_why(provider: Provider, client_of: ClientOf) -> None:
    accounts(provider, 4)
    incident = make_incident(provider, narrative=account(MISSED, 0))
    operations.read_new(provider.organisation)
    shown = page(client_of("triage_lead"), f"/incidents/{incident}/triage/")
    assert "Most like this account" in shown
    assert "Same team. Both say" in shown


def test_what_was_read_costs_triage_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    accounts(provider, 8)
    incident = make_incident(provider, narrative=account(MISSED, 0))
    operations.read_new(provider.organisation)
    client = client_of("triage_lead")
    with django_assert_max_num_queries(33):
        client.get(f"/incidents/{incident}/triage/")


def test_the_page_of_similar_incidents_takes_a_sentence(
    provider: Provider, client_of: ClientOf
) -> None:
    accounts(provider, 4)
    incident = make_incident(provider, narrative=account(MISSED, 0))
    client = client_of("supervisor")
    address = f"/incidents/{incident}/similar/"
    assert "Most like the account of" in page(client, address)
    typed = page(client, f"{address}?text=The+injection+had+a+wrong+dose")
    assert "Most like what you typed" in typed
    assert "injection" in typed.split("Most like what you typed")[1]
    assert "Nothing like this was found" in page(client, f"{address}?text=zyxwvut")


@pytest.mark.parametrize("text", ["%00", "%22%20OR%20*", "a" * 5_000, "%F0%9F%98%80"])
def test_any_sentence_gets_an_answer_in_order(
    provider: Provider, client_of: ClientOf, text: str
) -> None:
    incident = make_incident(provider)
    page(client_of("supervisor"), f"/incidents/{incident}/similar/?text={text}")


def test_similar_incidents_of_one_out_of_sight_are_not_found(
    provider: Provider, client_of: ClientOf
) -> None:
    theirs = make_incident(provider, unit=provider.other_team)
    assert client_of("supervisor").get(f"/incidents/{theirs}/similar/").status_code == 404
