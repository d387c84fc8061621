"""What every test shares: a quick database, the trail's triggers, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from goldthread.trail import triggers
from tests.factories.provider import Provider, make_provider

# A busy machine is no fault of the code: time decides nothing in a test.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where only the database is in question, the tests that never touch one."""
    if not os.environ.get("GOLDTHREAD_TEST_DATABASE_ONLY"):
        return
    kept, left = [], []
    for item in items:
        (kept if _asks_database(item) else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def _asks_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & DATABASE_FIXTURES) or item.get_closest_marker("django_db") is not None


_FOLDERS = count()  # the numbers of records come again from test to test


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what a test uploads away from real files; the folder is made when first written to."""
    settings.FILES_DIR = tmp_path_factory.getbasetemp() / "files"
    settings.SIMILAR_DIR = tmp_path_factory.getbasetemp() / "similar" / str(next(_FOLDERS))


@pytest.fixture(scope="session", autouse=True)
def _flush_without_triggers() -> Iterator[None]:
    """Let transactional tests empty the trail between tests, then refuse again.

    For the whole session: a test that asks for the live server is torn down after its own fixtures.
    """
    flush = TransactionTestCase._fixture_teardown

    def teardown(case: Any) -> None:
        triggers.remove(connection)
        flush(case)
        triggers.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def provider(db: None) -> Provider:
    """A small invented provider with one person for each role."""
    return make_provider()
