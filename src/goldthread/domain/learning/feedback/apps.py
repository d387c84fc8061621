"""The app of feedback to reporters."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "goldthread.domain.learning.feedback"
