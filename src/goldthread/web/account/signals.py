"""What follows a sign-in or sign-out: limits begin, and a stranger's kept text is dropped."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from goldthread.web import kept
from goldthread.web.account.middleware import BEGAN, SEEN


@receiver(user_logged_in)
def begin_session(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Start both limits, and forget text that someone else typed on this browser."""
    if request is None:
        return
    request.session[BEGAN] = request.session[SEEN] = int(time.time())
    found = kept.waiting(request)
    if found is not None and found.owner != user.pk:
        kept.forget(request)


@receiver(user_logged_out)
def mark_signed_out(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """Let the answer tell the browser to forget the pages it has seen."""
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]  # read by web.headers
