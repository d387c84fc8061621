"""Addresses of reporting: each page once for every way in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpResponse
from django.urls import URLPattern, path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.pages import page
from goldthread.web.report import files, help_while_writing, landing, offline, people, views
from goldthread.web.report.channels import ANONYMOUS, FAMILY, OWN

app_name = "report"
View = Callable[..., HttpResponse]
STAFF = page(Permission.INCIDENT_REPORT)
ANYONE = page(public=True)
STAFF_POST = page(Permission.INCIDENT_REPORT, methods=("POST",))
ANYONE_POST = page(public=True, methods=("POST",))


def every_way(route: str, view: View, name: str, *, changes: bool = False) -> Iterator[URLPattern]:
    """One page at three addresses: for staff, and for two kinds of people without an account."""
    staff, anyone = (STAFF_POST, ANYONE_POST) if changes else (STAFF, ANYONE)
    for channel in (ANONYMOUS, FAMILY):
        address = f"report/{channel.code}/{route}"
        yield path(address, anyone(view), {"channel": channel}, name=channel.prefix + name)
    yield path(f"report/{route}", staff(view), {"channel": OWN}, name=name)


SENT = "sent/"
urlpatterns = [
    path("r/<str:token>/", landing.team_link, name="team"),
    path("report/offline/", offline.offline, name="offline"),
    path("report/session", offline.session, name="session"),
    path("report/queue", offline.receive, name="queue"),
    path("report/hints", help_while_writing.hints, name="hints"),
    path("report/sent/<str:reference>/", STAFF(views.sent), name="sent"),
    *(
        path(
            f"report/{channel.code}/{SENT}",
            ANYONE(views.sent_by_code),
            {"channel": channel},
            name=f"{channel.prefix}sent",
        )
        for channel in (ANONYMOUS, FAMILY)
    ),
    path("report/name/", STAFF(views.name), {"channel": OWN}, name="name"),
    *every_way("", views.start, "start"),
    *every_way("again/", views.again, "again", changes=True),
    *every_way("alert/", views.alert, "alert"),
    *every_way("alerted/", views.alerted, "alerted"),
    *every_way("people/", people.people, "people"),
    *every_way("person/", people.person, "person"),
    *every_way("person/<int:number>/", people.person, "person"),
    *every_way("person/<int:number>/remove/", people.remove_person, "remove_person", changes=True),
    *every_way("files/", files.files, "files"),
    *every_way("files/<int:number>/remove/", files.remove_file, "remove_file", changes=True),
    *every_way("check/", views.check, "check"),
    *every_way("<slug:name>/", views.step, "step"),
]
navigation.add("Report", "report:start", order=20, permission=Permission.INCIDENT_REPORT)
