"""The reviews app."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "goldthread.domain.reviews"

    def ready(self) -> None:
        from goldthread.domain.reviews import subscriptions  # noqa: F401
