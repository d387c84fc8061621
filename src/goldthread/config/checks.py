"""Production refuses to start insecurely, and says why."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register("goldthread")
def production_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Errors for each setting that would endanger records in production; none in development."""
    if not settings.PRODUCTION:
        return []
    problems: list[CheckMessage] = []
    if len(settings.SECRET_KEY) < 40:
        problems.append(
            Error(
                "GOLDTHREAD_SECRET_KEY is missing or shorter than 40 characters.",
                hint="Set it to a long random value and keep it out of the repository.",
                id="goldthread.E001",
            )
        )
    if len(settings.FIELD_KEY) < 32:
        problems.append(
            Error(
                "GOLDTHREAD_FIELD_KEY is missing or shorter than 32 characters.",
                hint="It encrypts names at rest. Make one, and keep a copy with your backups.",
                id="goldthread.E002",
            )
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        problems.append(
            Error(
                "GOLDTHREAD_HOSTS must name the addresses this service answers to.",
                hint="For example GOLDTHREAD_HOSTS=incidents.provider.example",
                id="goldthread.E003",
            )
        )
    if not settings.BASE_URL.startswith("https://"):
        problems.append(
            Error(
                "GOLDTHREAD_BASE_URL must start with https:// in production.",
                hint="Links in messages and QR codes are made from it.",
                id="goldthread.E004",
            )
        )
    return problems
