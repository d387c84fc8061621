"""A provider with a team, a manager and an e-mail server."""

from __future__ import annotations

from typing import Any

import pytest

from goldthread.access.models import Unit, User
from goldthread.notices.choices import choose
from goldthread.notices.terms import Rhythm
from tests.factories import people


@pytest.fixture
def organisation(db: None) -> Unit:
    return people.organisation()


@pytest.fixture
def team(organisation: Unit) -> Unit:
    return people.team(organisation)


@pytest.fixture
def manager(team: Unit) -> User:
    return people.person(team, "team_manager")


@pytest.fixture
def with_email(settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True


@pytest.fixture
def at_once(manager: User, with_email: None) -> None:
    """The manager wants each message by itself, and there is an e-mail server."""
    choose(manager, Rhythm.AT_ONCE, hour=8)
