"""Addresses of the safeguarding log and of the partner agencies."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.people import panels
from goldthread.web.safeguarding import agencies, log
from goldthread.web.safeguarding.person import cases_of

app_name = "safeguarding"
urlpatterns = [
    path("", log.index, name="log"),
    path("agencies/", agencies.index, name="agencies"),
    path("agencies/new", agencies.add, name="new_agency"),
    path("agencies/<int:pk>", agencies.one, name="agency"),
]
navigation.add("Safeguarding", "safeguarding:log", order=37, permission=Permission.INCIDENT_VIEW)
panels.add("Safeguarding", 20, cases_of)
