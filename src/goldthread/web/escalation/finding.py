"""Fetching an episode within what the reader may see; the rest is not found."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from goldthread.domain.registers.escalation import queries
from goldthread.web.pages import SignedIn


def episode_of(request: SignedIn, pk: int) -> Any:
    """The episode with everything its page shows, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)
