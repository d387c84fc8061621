"""The rooms app."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "goldthread.domain.governance.rooms"
