"""The themes app."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "goldthread.domain.insight.themes"

    def ready(self) -> None:
        from goldthread.domain.insight.themes import subscriptions  # noqa: F401
