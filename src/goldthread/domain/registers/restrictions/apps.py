"""The app of the restrictions register."""

from django.apps import AppConfig


class RestrictionsConfig(AppConfig):
    name = "goldthread.domain.registers.restrictions"

    def ready(self) -> None:
        from goldthread.domain.registers.restrictions import subscriptions  # noqa: F401
