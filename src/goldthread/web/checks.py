"""Start-up check: every address declares who may open it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views of other packages, each with its own guard. Names as in `urls`.
OTHERS = {
    # allauth: sign-in and password reset are open to all by nature
    "account_login", "account_logout", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    # allauth: these ask for a signed-in person, or one in the midst of signing in
    "account_change_password", "account_reauthenticate", "mfa_authenticate", "mfa_index",
    "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "usersessions_list",
}  # fmt: skip


@register("goldthread")
def every_view_declares_its_gate(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for each address whose view is not a `@page`, a marked probe, or in `OTHERS`."""
    return [
        Error(
            f"The view of “{route}” does not say who may open it.",
            hint="Decorate it with @page(...) from goldthread.web.pages.",
            id="goldthread.E010",
        )
        for route, pattern in addresses(get_resolver())
        if not hasattr(pattern.callback, "gate") and pattern.name not in OTHERS
    ]


def addresses(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route with its pattern, includes followed."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        else:
            yield route, one
