"""The app of coaching."""

from django.apps import AppConfig


class CoachingConfig(AppConfig):
    name = "goldthread.domain.learning.coaching"
