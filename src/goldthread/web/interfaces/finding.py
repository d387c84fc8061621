"""Fetching an agreement or a problem within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from goldthread.access.scope import allows, scope_of
from goldthread.domain.registers.interfaces import queries
from goldthread.web.pages import SignedIn


def agreement_of(request: SignedIn, pk: int) -> Any:
    """The agreement, or 404."""
    found = queries.with_page(queries.visible_to(request.user)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def issue_of(request: SignedIn, pk: int) -> Any:
    """The problem with a partner, or 404."""
    rows = queries.issues_visible_to(request.user).select_related(
        "partner", "organisation", "opened_by", "ended_by"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def works(request: SignedIn, agreement: Any) -> bool:
    """Whether the reader may write this agreement."""
    return allows(agreement, queries.WORK(scope_of(request.user)))
