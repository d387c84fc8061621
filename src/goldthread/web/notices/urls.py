"""Addresses below "Your account": how a person is told, who covers them, their calendar."""

from django.urls import path

from goldthread.web.notices.views import calendars, choosing

app_name = "told"
urlpatterns = [
    path("notices/", choosing.choices, name="choices"),
    path("away/", choosing.away, name="away"),
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/new", calendars.make, name="calendar_new"),
    path("calendar/end", calendars.end, name="calendar_end"),
]
