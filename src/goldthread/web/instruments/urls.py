"""Addresses of instruments."""

from django.urls import path

from goldthread.web.instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:code>/", views.one, name="one"),
    path("<slug:code>/new-version", views.new_version, name="new_version"),
    path("<slug:code>/<int:number>/", views.one, name="version"),
    path("<slug:code>/<int:number>/preview", views.preview, name="preview"),
    path("<slug:code>/<int:number>/publish", views.publish, name="publish"),
]
