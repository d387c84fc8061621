"""The workflow app."""

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "goldthread.workflow"
