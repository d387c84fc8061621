"""The actions app."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "goldthread.domain.actions"

    def ready(self) -> None:
        from goldthread.domain.actions import subscriptions  # noqa: F401
        from goldthread.domain.actions.queries import RECORD_TYPE, visible_to
        from goldthread.evidence.queries import readable_with

        readable_with(RECORD_TYPE, visible_to)
