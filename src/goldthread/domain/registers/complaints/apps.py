"""The app of complaints."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "goldthread.domain.registers.complaints"

    def ready(self) -> None:
        from goldthread.domain.registers.complaints import subscriptions  # noqa: F401
