"""The incidents app."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "goldthread.domain.incidents"

    def ready(self) -> None:
        from goldthread.domain.incidents.queries import RECORD_TYPE, visible_to, who_may_know
        from goldthread.evidence.queries import readable_with
        from goldthread.notices.queries import threads_known_to

        readable_with(RECORD_TYPE, visible_to)
        threads_known_to(who_may_know)
