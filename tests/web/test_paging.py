"""Leafing through a register: every row can be reached, and no address breaks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.web import paging
from tests.factories.provider import Provider
from tests.factories.restrictions import complaint_of, in_force

ClientOf = Callable[[str], Client]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of two rows, so that three records make two pages."""
    monkeypatch.setattr(paging, "SIZE", 2)


def test_a_third_complaint_stands_on_the_second_page(
    provider: Provider, client_of: ClientOf, short: None
) -> None:
    now = timezone.now()
    made = [complaint_of(provider, at=now - dt.timedelta(days=n)) for n in range(3)]
    client = client_of("team_manager")
    first = client.get("/complaints/?view=all").content.decode()
    assert made[2].reference not in first
    assert "view=all&amp;from=2" in first
    second = client.get("/complaints/?view=all&from=2").content.decode()
    assert made[2].reference in second
    assert made[0].reference not in second
    assert 'rel="prev"' in second


def test_the_register_of_restrictions_keeps_its_filters_from_page_to_page(
    provider: Provider, client_of: ClientOf, short: None
) -> None:
    for _ in range(3):
        in_force(provider)
    shown = client_of("team_manager").get("/restrictions/?state=live&scale=individual")
    assert "state=live&amp;scale=individual&amp;from=2" in shown.content.decode()


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 12, "²", ""])
def test_an_address_that_makes_no_sense_gives_the_first_page(
    provider: Provider, client_of: ClientOf, wrong: str
) -> None:
    made = complaint_of(provider)
    answer = client_of("team_manager").get(f"/complaints/?from={wrong}")
    assert answer.status_code == 200
    assert made.reference in answer.content.decode()
