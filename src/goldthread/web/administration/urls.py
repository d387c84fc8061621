"""Addresses of settings."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.administration.views import (
    clocks,
    overview,
    people,
    profile,
    roles,
    rota,
    units,
    word_lists,
)

app_name = "administration"


def word_list(which: str) -> Iterator[URLPattern]:
    """The three pages of one list of words."""
    address, given = which.replace("_", "-"), {"which": which}
    yield path(f"{address}/", word_lists.index, given, name=which)
    yield path(f"{address}/new", word_lists.add, given, name=f"{which}_new")
    yield path(f"{address}/<slug:code>/", word_lists.one, given, name=f"{which}_one")


urlpatterns = [
    path("", overview.index, name="index"),
    path("roles/", overview.roles, name="roles"),
    path("units/", units.index, name="units"),
    path("units/new", units.add, name="unit_new"),
    path("units/<int:pk>/", units.one, name="unit"),
    path("units/<int:pk>/close", units.close, name="unit_close"),
    path("people/", people.index, name="people"),
    path("people/new", people.add, name="person_new"),
    path("people/<int:pk>/", people.one, name="person"),
    path("people/<int:pk>/details", people.details, name="details"),
    path("people/<int:pk>/absence", people.absence, name="absence"),
    path("people/<int:pk>/leave", people.leave, name="leave"),
    path("people/<int:pk>/reset", people.send_reset, name="reset"),
    path("people/<int:pk>/roles/new", roles.grant, name="role_new"),
    path("people/<int:pk>/roles/<int:number>/", roles.dates, name="role"),
    path("people/<int:pk>/roles/<int:number>/withdraw", roles.withdraw, name="role_withdraw"),
    path("on-call/", rota.index, name="rota"),
    path("on-call/new", rota.add, name="rota_new"),
    path("on-call/<int:pk>/remove", rota.remove, name="rota_remove"),
    *(pattern for which in word_lists.LISTS for pattern in word_list(which)),
    path("time-limits/", clocks.index, name="clocks"),
    path("time-limits/<slug:kind>/", clocks.one, name="clock"),
    path("organisation", profile.profile, name="profile"),
]
navigation.add("Settings", "administration:index", order=90, permission=Permission.SETTINGS_MANAGE)
