"""Addresses of the posters with a team's reporting link."""

from django.urls import path

from goldthread.web.report import posters

app_name = "teams"
urlpatterns = [
    path("", posters.index, name="list"),
    path("<slug:code>/qr", posters.poster, name="poster"),
    path("<slug:code>/qr.svg", posters.image, name="image"),
]
