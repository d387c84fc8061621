"""The app of signed links."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "goldthread.links"
