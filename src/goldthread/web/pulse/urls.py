"""Addresses of the confidence pulse."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web.pulse import views

app_name = "pulse"
urlpatterns = [
    path("", views.index, name="list"),
    path("answer", views.answer, name="answer"),
    path("open", views.open_one, name="open"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/close", views.close, name="close"),
]
linked_by("pulse.pulse", lambda pk: f"/pulse/{pk}/")
