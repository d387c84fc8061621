"""The signals app."""

from django.apps import AppConfig


class SignalsConfig(AppConfig):
    name = "goldthread.domain.insight.signals"

    def ready(self) -> None:
        from goldthread.domain.insight.signals import subscriptions  # noqa: F401
