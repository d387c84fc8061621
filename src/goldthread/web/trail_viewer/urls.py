"""Addresses of the trail."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.trail_viewer import views

app_name = "trail_viewer"
urlpatterns = [
    path("", views.index, name="all"),
    path("incidents/<str:reference>/", views.incident, name="incident"),
    path("incidents/<str:reference>/check", views.check, name="check"),
]
navigation.add("Trail", "trail_viewer:all", order=85, permission=Permission.TRAIL_VIEW)
