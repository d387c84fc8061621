"""The forums app."""

from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "goldthread.domain.governance.forums"

    def ready(self) -> None:
        from goldthread.domain.governance.forums import sources  # noqa: F401
