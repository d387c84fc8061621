"""The configuration app: holds start-up checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "goldthread.config"
    label = "config"

    def ready(self) -> None:
        from goldthread.config import checks  # noqa: F401
