"""Addresses of the settings of forums."""

from django.urls import path

from goldthread.web.forums.views import settings

app_name = "forums"
urlpatterns = [
    path("", settings.index, name="index"),
    path("new", settings.add, name="new"),
    path("<int:pk>/", settings.one, name="one"),
    path("<int:pk>/terms", settings.terms, name="terms"),
    path("<int:pk>/members/<int:user>/remove", settings.remove, name="remove"),
    path("<int:pk>/close", settings.close, name="close"),
]
