"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "goldthread.notices"
