"""Addresses of evidence bundles."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.bundles import views

app_name = "bundles"
urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:kind>/", views.one, name="one"),
    path("<slug:kind>/folder", views.folder, name="folder"),
]
navigation.add("Evidence", "bundles:list", order=72, permission=Permission.INCIDENT_VIEW)
