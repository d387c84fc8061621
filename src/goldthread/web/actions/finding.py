"""Fetching an action or its incident within what the reader may see; the rest is not found."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from goldthread.access.models import User
from goldthread.domain.actions import queries
from goldthread.domain.incidents import queries as incidents


def reader(request: HttpRequest) -> User:
    """The person signed in; pages here are for no one else."""
    assert isinstance(request.user, User)  # noqa: S101 - the page's own gate
    return request.user


def action_of(request: HttpRequest, pk: int) -> Any:
    """The action, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(reader(request))), pk=pk)


def incident_of(request: HttpRequest, reference: str) -> Any:
    """The incident of this reference, or 404."""
    seen = incidents.visible_to(reader(request)).select_related("unit")
    found = seen.filter(reference=reference).first()
    if found is None:
        raise Http404
    return found
