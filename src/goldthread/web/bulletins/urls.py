"""Addresses of bulletins."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web.bulletins import answering, views

app_name = "bulletins"
urlpatterns = [
    path("", views.index, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/edit", views.edit, name="edit"),
    path("<int:pk>/send", views.send, name="send"),
    path("<int:pk>/acknowledge", views.acknowledge, name="acknowledge"),
    path("<int:pk>/joined", views.joined, name="joined"),
    path("<int:pk>/communicates", views.communicates, name="communicates"),
    path("answers/<int:pk>/", answering.answer, name="answer"),
]
linked_by("bulletins.bulletin", lambda pk: f"/bulletins/{pk}/")
linked_by("bulletins.teamanswer", lambda pk: f"/bulletins/answers/{pk}/")
