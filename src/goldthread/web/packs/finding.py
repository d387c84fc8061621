"""The pack of an address, as far as the person may open it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from goldthread.domain.governance.packs import queries
from goldthread.web.pages import SignedIn


def pack_or_404(request: SignedIn, pk: int) -> Any:
    """The pack; 404 where it is not there or not theirs to open."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)
