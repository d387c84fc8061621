"""The provider with one person a role, and a client signed in as any of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.access.models import User
from tests.factories.provider import Provider, make_provider


@pytest.fixture
def provider(db: None) -> Provider:
    return make_provider()


@pytest.fixture
def client_of(provider: Provider) -> Callable[[str | User], Client]:
    """A client signed in as the person of a role, or as a person."""

    def sign_in(who: str | User) -> Client:
        client = Client()
        person = provider.people[who] if isinstance(who, str) else who
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
