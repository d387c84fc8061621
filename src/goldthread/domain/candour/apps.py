"""The candour app."""

from django.apps import AppConfig


class CandourConfig(AppConfig):
    name = "goldthread.domain.candour"

    def ready(self) -> None:
        from goldthread.domain.candour import subscriptions  # noqa: F401
