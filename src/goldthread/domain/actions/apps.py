"""The actions app."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "goldthread.domain.actions"

    def ready(self) -> None:
        from goldthread.domain.actions import subscriptions  # noqa: F401
        from goldthread.domain.actions.queries import RECORD_TYPE, visible_to
        from goldthread.domain.actions.queries.thread import count_by_source
        from goldthread.domain.reviews.queries import counts_actions_with
        from goldthread.evidence.queries import readable_with

        counts_actions_with(count_by_source)
        readable_with(RECORD_TYPE, visible_to)
