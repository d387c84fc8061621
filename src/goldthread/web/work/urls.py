"""Addresses of My work."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.work import views

app_name = "work"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("team/", views.team, name="team"),
    path("notices/", views.notices, name="notices"),
]
navigation.add("My work", "work:mine", order=10)
navigation.add("Team’s work", "work:team", order=15, permission=Permission.INCIDENT_STABILISE)
