"""Addresses of meetings."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.forums.views import forums, meetings, running

app_name = "meetings"
urlpatterns = [
    path("", forums.index, name="list"),
    path("forums/<int:pk>/", forums.one, name="forum"),
    path("<int:pk>/", meetings.one, name="one"),
    path("<int:pk>/begin", meetings.begin, name="begin"),
    path("<int:pk>/move", meetings.move, name="move"),
    path("<int:pk>/not-held", meetings.not_held, name="not_held"),
    path("<int:pk>/run", running.run, name="run"),
    path("<int:pk>/who", running.attendance, name="attendance"),
    path("<int:pk>/items/new", meetings.add_item, name="item_new"),
    path("<int:pk>/items/<int:number>/", running.item, name="item"),
    path("<int:pk>/carry-over", running.carry_over, name="carry_over"),
    path("<int:pk>/end", running.end, name="end"),
    path("<int:pk>/minutes", meetings.minutes, name="minutes"),
    path("<int:pk>/approve", meetings.approve, name="approve"),
    path("<int:pk>/report", meetings.report, name="report"),
]
navigation.add("Meetings", "meetings:list", order=60, permission=Permission.MEETING_VIEW)
