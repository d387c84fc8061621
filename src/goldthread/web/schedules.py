"""What the pages do by the clock: sessions that ended, and text kept in them, are forgotten."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from goldthread.jobs.registry import every


@every("forget_ended_sessions", days=1)
def forget_ended_sessions() -> None:
    """Delete sessions past their end, with any text that nobody came back for."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
