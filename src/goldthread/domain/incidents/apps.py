"""The incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "goldthread.domain.incidents"

    def ready(self) -> None:
        from goldthread.domain.incidents.queries import RECORD_TYPE, visible_to
        from goldthread.evidence.queries import readable_with

        readable_with(RECORD_TYPE, visible_to)
