"""The app of the confidence pulse."""

from django.apps import AppConfig


class PulseConfig(AppConfig):
    name = "goldthread.domain.learning.pulse"
