"""The decision tools app."""

from django.apps import AppConfig


class DecisionToolsConfig(AppConfig):
    name = "goldthread.decision_tools"
