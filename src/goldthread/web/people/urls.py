"""Addresses of people served."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.people import panels, presenters, views

app_name = "people"
urlpatterns = [
    path("", views.index, name="list"),
    path("new", views.record, name="record"),
    path("<str:reference>/", views.one, name="one"),
    path("<str:reference>/correct", views.correct, name="correct"),
    path("<str:reference>/merge", views.merge, name="merge"),
]
navigation.add("People", "people:list", order=35, permission=Permission.PERSON_SEE)
panels.add("Incidents", 10, presenters.incidents)
