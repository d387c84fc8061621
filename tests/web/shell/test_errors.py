"""What a person reads when something breaks, and that the page needs nothing that may be broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, connection
from django.test import Client

from goldthread.web import errors

pytestmark = pytest.mark.urls("tests.web.shell.trial_urls")


@pytest.mark.parametrize(
    ("how", "status", "sentence"),
    [
        ("gone", 503, "Nothing you sent was saved"),
        ("disk", 507, "The disk of this service is full"),
        ("cause", 507, "The disk of this service is full"),
        ("bug", 500, "Sorry, there is a problem"),
    ],
)
@pytest.mark.django_db
def test_a_failure_says_what_happened_and_what_to_do_next(
    how: str, status: int, sentence: str
) -> None:
    client = Client(raise_request_exception=False)
    response = client.post(f"/trial/failing/{how}")
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "go back and try again" in response.content.decode()


@pytest.mark.django_db
def test_a_locked_database_is_away_and_a_missing_table_is_a_fault_of_ours() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has classes for these, and never says them this way")
    client = Client(raise_request_exception=False)
    assert client.post("/trial/failing/locked").status_code == 503
    assert client.post("/trial/failing/missing-table").status_code == 500


@pytest.mark.django_db
def test_the_error_page_is_drawn_without_a_database(django_assert_num_queries: Any) -> None:
    client = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        response = client.get("/trial/failing/gone")
    assert response.status_code == 503


@pytest.mark.django_db
def test_more_than_is_taken_at_once_is_said_to_be_too_large(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post("/trial/note", {"note": "x" * 5000})
    assert response.status_code == 413
    assert "choose fewer or smaller files" in response.content.decode()


@pytest.mark.django_db
def test_an_address_that_is_nowhere_is_not_found_in_plain_words() -> None:
    response = Client().get("/no/such/page")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


@pytest.mark.parametrize("address", ["/account/", "/trial/note"])
def test_a_database_that_goes_away_under_a_signed_in_person_is_said_plainly(
    client_of: Callable[[str], Client], address: str
) -> None:
    client = client_of("reporter")
    client.raise_request_exception = False

    def away(*args: Any) -> None:
        raise InterfaceError("connection already closed")

    with connection.execute_wrapper(away):
        response = client.post(address, {"note": "Nobody answered."})
    assert response.status_code == 503
    assert "Your text is still in the browser" in response.content.decode()


def test_even_when_the_page_cannot_be_drawn_there_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, rf: Any
) -> None:
    def broken(*args: Any) -> str:
        raise OSError("templates are gone")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Nothing you sent was saved" in response.content.decode()
