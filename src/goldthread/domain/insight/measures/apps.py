"""The measures app."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "goldthread.domain.insight.measures"
