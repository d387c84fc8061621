"""Addresses of the outbox, among the settings."""

from django.urls import path

from goldthread.web.notices.views import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.index, name="list"),
    path("<int:pk>/again", outbox.again, name="again"),
]
