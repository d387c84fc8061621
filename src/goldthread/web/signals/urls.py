"""Addresses of signals."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.signals import views

app_name = "signals"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/accept", views.accept, name="accept"),
    path("<int:pk>/dismiss", views.dismiss, name="dismiss"),
]
navigation.add("Signals", "signals:list", order=75, permission=Permission.SIGNAL_VIEW)
