"""The pages as a Django app: static files and the check that every view declares who may use it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "goldthread.web"

    def ready(self) -> None:
        from goldthread.notices.queries import clocks_linked_by
        from goldthread.web import checks  # noqa: F401
        from goldthread.web.account import signals  # noqa: F401
        from goldthread.web.work.links import path_of

        clocks_linked_by(path_of)
