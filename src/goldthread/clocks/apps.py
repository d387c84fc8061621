"""The clocks app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "goldthread.clocks"
