"""A small provider, and one signed-in client a role: `client_of("triage_lead")`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goldthread.access import operations
from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLES, ProviderType

PASSWORD = "three unlikely words"


@pytest.fixture
def provider(db: None) -> Unit:
    """An independent provider."""
    return operations.add_organisation(
        "Alder Community Mental Health", provider_type=ProviderType.INDEPENDENT
    )


@pytest.fixture
def team(provider: Unit) -> Unit:
    """One team of the provider."""
    return operations.add_unit(provider, "Riverside crisis team")


@pytest.fixture
def person_in(provider: Unit, team: Unit) -> Callable[..., User]:
    """Adds a person holding the roles at the provider, or at the team for reporters."""
    made: dict[tuple[str, ...], User] = {}

    def add(*roles: str) -> User:
        if roles not in made:
            name = " and ".join(ROLES[role].label for role in roles) or "Nobody in particular"
            email = f"{'.'.join(roles) or 'nobody'}@example.org"
            user = operations.add_person(email, name, organisation=provider, password=PASSWORD)
            for role in roles:
                operations.grant_role(user, role, team if role == "reporter" else provider)
            made[roles] = user
        return made[roles]

    return add


@pytest.fixture
def client_of(person_in: Callable[..., User]) -> Callable[..., Client]:
    """A client signed in as someone who holds the roles."""

    def sign_in(*roles: str) -> Client:
        client = Client()
        client.force_login(
            person_in(*roles), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client

    return sign_in
