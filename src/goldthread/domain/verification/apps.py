"""The verification app."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "goldthread.domain.verification"

    def ready(self) -> None:
        from goldthread.domain.verification import subscriptions  # noqa: F401
