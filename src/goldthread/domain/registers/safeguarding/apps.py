"""The safeguarding app."""

from django.apps import AppConfig


class SafeguardingConfig(AppConfig):
    name = "goldthread.domain.registers.safeguarding"

    def ready(self) -> None:
        from goldthread.domain.registers.safeguarding import subscriptions  # noqa: F401
