"""Browsers of signed-in people."""

from __future__ import annotations

from django.test import Client

from goldthread.access.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def client_for(user: User) -> Client:
    """A client signed in as the person."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
