"""Finding forums and meetings within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from goldthread.domain.governance.forums import queries
from goldthread.web.pages import SignedIn
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


def forum_of(request: SignedIn, pk: int) -> Any:
    """The forum, or 404."""
    return get_object_or_404(queries.forums_visible_to(request.user), pk=pk)


def meeting_of(request: SignedIn, pk: int) -> Any:
    """The meeting with what its page names, or 404."""
    return get_object_or_404(queries.with_page(queries.visible_to(request.user)), pk=pk)


def meeting_to_run(request: SignedIn, pk: int) -> Any:
    """The meeting, where the person may run it. Raises Refused where they may only read it."""
    meeting = meeting_of(request, pk)
    if not queries.may_run(request.user, meeting):
        raise refuse(
            NOT_ALLOWED, f"You can read meetings of the {meeting.forum.name}, not run them."
        )
    return meeting
