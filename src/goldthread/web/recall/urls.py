"""Addresses of recall checks."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web.recall import views

app_name = "recall"
urlpatterns = [
    path("", views.index, name="list"),
    path("new", views.new, name="new"),
    path("for/<int:pk>/new", views.new_for, name="new_for"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/finish", views.finish, name="finish"),
    path("people/<int:pk>/", views.ask, name="ask"),
    path("people/<int:pk>/not-asked", views.not_asked, name="not_asked"),
]
linked_by("recall.check", lambda pk: f"/recall/{pk}/")
