"""The app of recall checks."""

from django.apps import AppConfig


class RecallConfig(AppConfig):
    name = "goldthread.domain.learning.recall"
