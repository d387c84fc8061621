"""Production refuses to start insecurely, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.http.request import validate_host

FEWEST_DIFFERENT = 12  # letters in a key; a random one of 32 has about 25


@register("goldthread")
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors for each setting that would endanger records in production; none in development."""
    if not settings.PRODUCTION:
        return []
    return [*_keys(), *_addresses()]


def _keys() -> Iterator[CheckMessage]:
    if _weak(settings.SECRET_KEY, 40):
        yield Error(
            "GOLDTHREAD_SECRET_KEY is missing, shorter than 40 characters or not random.",
            hint="Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
            id="goldthread.E001",
        )
    if _weak(settings.FIELD_KEY, 32):
        yield Error(
            "GOLDTHREAD_FIELD_KEY is missing, shorter than 32 characters or not random.",
            hint="It encrypts names at rest. Make one the same way, and keep a copy apart from "
            "your backups.",
            id="goldthread.E002",
        )
    if settings.SECRET_KEY and settings.SECRET_KEY == settings.FIELD_KEY:
        yield Error(
            "GOLDTHREAD_SECRET_KEY and GOLDTHREAD_FIELD_KEY are the same.",
            hint="Use two, so that one can be changed without the other.",
            id="goldthread.E006",
        )


def _weak(key: str, shortest: int) -> bool:
    return len(key) < shortest or len(set(key)) < FEWEST_DIFFERENT


def _addresses() -> Iterator[CheckMessage]:
    base = urlsplit(settings.BASE_URL)
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "GOLDTHREAD_HOSTS must name the addresses this service answers to.",
            hint="For example GOLDTHREAD_HOSTS=incidents.provider.example",
            id="goldthread.E003",
        )
    elif not validate_host(base.hostname or "", settings.ALLOWED_HOSTS):
        yield Error(
            "GOLDTHREAD_BASE_URL is not one of the addresses in GOLDTHREAD_HOSTS.",
            hint="Links in messages would lead to a refusal. Add its host to GOLDTHREAD_HOSTS.",
            id="goldthread.E007",
        )
    if base.scheme != "https":
        yield Error(
            "GOLDTHREAD_BASE_URL must start with https:// in production.",
            hint="Links in messages and QR codes are made from it.",
            id="goldthread.E004",
        )
    if not getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        yield Error(
            "GOLDTHREAD_TRUSTED_PROXY is not set, and Goldthread itself speaks plain HTTP.",
            hint="Put a reverse proxy with a certificate in front, let it set X-Forwarded-Proto, "
            "and set GOLDTHREAD_TRUSTED_PROXY=1.",
            id="goldthread.E005",
        )
