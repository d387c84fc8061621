"""The e-mail server, from one address: `smtp://name:password@host:587?security=starttls`."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECURITY = ("starttls", "tls", "none")
TIMEOUT_SECONDS = 20


def email_settings(url: str) -> dict[str, Any]:
    """Django's settings for the server at `url`; without one nothing is sent.

    `security` is `starttls` (usual, port 587), `tls` (port 465) or `none`. Raises
    ImproperlyConfigured with a sentence for the operator.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    security = parse_qs(parts.query).get("security", ["starttls"])[0]
    if parts.scheme != "smtp" or not parts.hostname or security not in SECURITY:
        raise ImproperlyConfigured(
            "GOLDTHREAD_EMAIL_URL must look like "
            "smtp://name:password@mail.provider.example:587?security=starttls "
            "(security is starttls, tls or none)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if security == "tls" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
