"""The packs app."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "goldthread.domain.governance.packs"

    def ready(self) -> None:
        from goldthread.domain.governance.packs import sections  # noqa: F401
