"""Addresses of the reporter's own reports."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.my_reports import views

app_name = "my_reports"
urlpatterns = [
    path("", views.index, name="list"),
    path("<str:reference>/", views.one, name="one"),
]
navigation.add("My reports", "my_reports:list", order=25, permission=Permission.INCIDENT_REPORT)
