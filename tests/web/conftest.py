"""One signed-in client a role: `client_of("triage_lead")`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.access.models import User
from tests.factories.provider import Provider


@pytest.fixture
def person_in(provider: Provider) -> Callable[[str], User]:
    """The person who holds the role in the small provider."""
    return provider.people.__getitem__


@pytest.fixture
def client_of(person_in: Callable[[str], User]) -> Callable[[str], Client]:
    """A client signed in as the person who holds the role."""

    def sign_in(role: str) -> Client:
        client = Client()
        client.force_login(
            person_in(role), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in
