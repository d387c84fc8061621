"""The sections a pack can have, by code. To add one, decorate its function with `@section`."""

from __future__ import annotations

from collections.abc import Callable

from goldthread.domain.governance.forums.models import Meeting
from goldthread.domain.governance.packs.claims import Asked, Section

Make = Callable[[Asked, Meeting | None], Section]
SECTIONS: dict[str, Make] = {}


def section(code: str) -> Callable[[Make], Make]:
    """Register the decorated function; it gives the section, also when it has nothing to show."""

    def register(make: Make) -> Make:
        if code in SECTIONS:
            raise ValueError(f"Two sections of packs have the code {code}.")
        SECTIONS[code] = make
        return make

    return register
