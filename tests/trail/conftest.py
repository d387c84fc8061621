"""A trail to tamper with, and hands that go round the triggers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from goldthread.access.models import Unit, User
from goldthread.trail import triggers
from goldthread.trail.operations import record
from tests.factories import people


@pytest.fixture
def writer(db: None) -> User:
    return people.person(people.team(), "governance_lead")


@pytest.fixture
def chains(writer: User) -> list[Unit]:
    """Three records, each with five more entries on its chain."""
    units = [people.team(writer.organisation) for _ in range(3)]
    for step in range(5):
        for unit in units:
            record(unit, "test.step", by=writer, facts={"step": step}, thread=unit.pk)
    return units


@pytest.fixture
def tamper() -> Callable[[str], None]:
    """Change rows the way someone with the database's own password would."""

    def run(statement: str, *values: object) -> None:
        with without_triggers(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


@contextmanager
def without_triggers() -> Iterator[None]:
    triggers.remove(connection)
    try:
        yield
    finally:
        triggers.install(connection)
