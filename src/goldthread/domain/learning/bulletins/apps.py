"""The app of bulletins."""

from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "goldthread.domain.learning.bulletins"
