"""The app of the learning library."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "goldthread.domain.learning.library"
