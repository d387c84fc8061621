"""What every test shares: a quick database, the trail's triggers, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from goldthread.trail import triggers
from tests.factories.provider import Provider, make_provider


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what a test uploads away from real files; the folder is made when first written to."""
    settings.FILES_DIR = tmp_path_factory.getbasetemp() / "files"


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
