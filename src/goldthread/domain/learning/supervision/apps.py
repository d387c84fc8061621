"""The app of supervision."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "goldthread.domain.learning.supervision"
