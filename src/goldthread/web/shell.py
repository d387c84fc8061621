"""What the frame around every page needs: who is reading, where they may go, what just happened."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest

from goldthread.access.queries import profile_of
from goldthread.access.scope import scope_of
from goldthread.web.navigation import Item, items_for

ORGANISATION_SECONDS = 60
NO_ORGANISATION = ("", False)


def shown_key(organisation_id: int) -> str:
    """Where the name and logo of an organisation are remembered."""
    return f"organisation-shown:{organisation_id}"


class Shell:
    """The frame of one page; each part is worked out only when the layout asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> Any:
        """The person signed in, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def navigation(self) -> list[Item]:
        return items_for(scope_of(self.user)) if self.user else []

    @cached_property
    def current(self) -> str:
        """The address of the navigation item this page lies under; the longest match."""
        path = self.request.path
        under = [i.href for i in self.navigation if path == i.href or _below(path, i.href)]
        return max(under, key=len, default="")

    @cached_property
    def messages(self) -> list[Any]:
        return list(get_messages(self.request))

    @property
    def organisation(self) -> str:
        return self._organisation[0]

    @property
    def shows_nhs_logo(self) -> bool:
        return self._organisation[1]

    @cached_property
    def _organisation(self) -> tuple[str, bool]:
        """Name and logo, remembered for a minute: they change once in years."""
        pk = self.user.organisation_id if self.user else None
        if pk is None:
            return NO_ORGANISATION
        key = shown_key(pk)
        known: tuple[str, bool] | None = cache.get(key)
        if known is None:
            unit = self.user.organisation
            known = (unit.name, profile_of(unit).shows_nhs_logo)
            cache.set(key, known, ORGANISATION_SECONDS)
        return known

    @property
    def development(self) -> bool:
        return not settings.PRODUCTION


def _below(path: str, href: str) -> bool:
    return href != "/" and path.startswith(href)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: gives every template `shell`."""
    return {"shell": Shell(request)}
