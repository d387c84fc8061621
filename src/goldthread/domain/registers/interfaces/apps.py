"""The app of interfaces between agencies."""

from django.apps import AppConfig


class InterfacesConfig(AppConfig):
    name = "goldthread.domain.registers.interfaces"
