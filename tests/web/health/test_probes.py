"""The probes say whether the process is alive and whether it can serve."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from goldthread.upkeep import readiness


@pytest.fixture(autouse=True)
def _not_yet_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "_tables_are_right", False)


def test_alive_asks_nothing_of_the_database(client: Client) -> None:
    """No database fixture: a query would fail the test."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "no-store"


def test_ready_when_the_database_answers_and_its_tables_are_right(client: Client, db: None) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "waiting_for": []}


def test_not_ready_while_the_database_is_away(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def cursor(self) -> Any:
            raise DatabaseError

    monkeypatch.setattr(readiness, "connection", Away())
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["waiting_for"] == ["database"]


def test_not_ready_before_the_tables_are_made(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "pending", lambda: ["access.0009_next"])
    assert client.get("/readyz").json()["waiting_for"] == ["migrations"]


def test_not_ready_when_the_disk_is_full(client: Client, db: None, settings: Any) -> None:
    settings.DISK_RESERVE = 10**18
    assert client.get("/readyz").json()["waiting_for"] == ["disk"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_only_reads(path: str, client: Client) -> None:
    assert client.post(path).status_code == 405
