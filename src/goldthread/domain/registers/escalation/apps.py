"""The escalation app."""

from django.apps import AppConfig


class EscalationConfig(AppConfig):
    name = "goldthread.domain.registers.escalation"

    def ready(self) -> None:
        from goldthread.domain.registers.escalation import subscriptions  # noqa: F401
