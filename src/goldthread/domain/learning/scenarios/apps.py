"""The app of scenarios."""

from django.apps import AppConfig


class ScenariosConfig(AppConfig):
    name = "goldthread.domain.learning.scenarios"
