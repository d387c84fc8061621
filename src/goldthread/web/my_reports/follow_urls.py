"""Addresses for following a report by its code; the code is never part of one."""

from django.urls import path

from goldthread.web.my_reports import follow

app_name = "follow"
urlpatterns = [
    path("", follow.enter, name="enter"),
    path("report/", follow.one, name="one"),
    path("leave/", follow.leave, name="leave"),
]
