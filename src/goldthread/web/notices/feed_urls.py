"""The address a calendar program asks; whoever has it needs no sign-in."""

from django.urls import path

from goldthread.web.notices.views import calendars

app_name = "feed"
urlpatterns = [path("<str:token>.ics", calendars.feed, name="calendar")]
