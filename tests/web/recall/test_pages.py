"""Pages of recall checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goldthread.domain.learning.recall.models import Check
from goldthread.domain.learning.recall.terms import Status
from tests.factories import bulletins
from tests.factories import recall as made
from tests.factories.provider import Provider

ClientOf = Callable[[str], Client]


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.capability(106)
def test_staff_are_drawn_asked_and_counted_beside_the_bulletin(
    provider: Provider, client_of: ClientOf
) -> None:
    bulletin, client = bulletins.sent(provider), client_of("supervisor")
    day = timezone.localdate() + dt.timedelta(days=7)
    answers = {
        "item": str(bulletin.items.get().pk),
        "unit": str(provider.team.pk),
        "roles": ["reporter"],
        "size": "10",
        "ask_by-day": day.day,
        "ask_by-month": day.month,
        "ask_by-year": day.year,
    }
    assert client.post(f"/recall/for/{bulletin.pk}/new", answers).status_code == 302
    check = Check.objects.get()
    person = check.people.get()
    at = f"/recall/people/{person.pk}/"
    assert "Ask Test Reporter" in text(client.get(at))
    said = {f"person{person.pk}-{name}": value for name, value in made.REMEMBERS.items()}
    assert client.post(at, said).status_code == 302
    assert client.post(f"/recall/{check.pk}/finish", {}).status_code == 302
    check.refresh_from_db()
    assert check.status == Status.DONE
    page = text(client_of("reporter").get(f"/bulletins/{bulletin.pk}/"))
    assert "1 of 1 asked described it unaided" in page
    assert f"/recall/{check.pk}/" not in page


def test_who_was_not_asked_is_noted(provider: Provider, client_of: ClientOf) -> None:
    check, client = made.drawn(provider), client_of("supervisor")
    path = f"/recall/people/{check.people.get().pk}/not-asked"
    assert client.post(path, {}).status_code == 422
    assert client.post(path, {"because": "refused"}).status_code == 302
    assert "1 did not want to" in text(client.get(f"/recall/{check.pk}/"))


def test_names_are_shown_to_those_who_ask_and_not_to_executives(
    provider: Provider, client_of: ClientOf
) -> None:
    check = made.drawn(provider)
    at = f"/recall/{check.pk}/"
    assert "Test Reporter" in text(client_of("supervisor").get(at))
    assert "Test Reporter" not in text(client_of("executive").get(at))


def test_pages_take_few_queries(
    provider: Provider, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    check = made.drawn(made.staffed(provider, 6), size=5)
    for person in list(check.people.all())[:3]:
        made.asked(provider, person)
    client = client_of("supervisor")
    for path in ("/recall/", f"/recall/{check.pk}/"):
        with django_assert_max_num_queries(25):
            assert client.get(path).status_code == 200
