"""Addresses of the incident list."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.incident_list import views

app_name = "incident_list"
urlpatterns = [
    path("", views.all_incidents, name="all"),
    path("export.csv", views.export, name="export"),
    path("views/save", views.save_view, name="save_view"),
    path("views/<int:pk>/delete", views.delete_view, name="delete_view"),
]
navigation.add("Incidents", "incident_list:all", order=30, permission=Permission.INCIDENT_VIEW)
