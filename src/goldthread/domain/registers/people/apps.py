"""The app of people served."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "goldthread.domain.registers.people"
