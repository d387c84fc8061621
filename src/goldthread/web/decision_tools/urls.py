"""Addresses of decision tools."""

from django.urls import path

from goldthread.web.decision_tools import views

app_name = "decision_tools"
urlpatterns = [
    path("", views.index, name="list"),
    path("<slug:code>/", views.one, name="one"),
    path("<slug:code>/try", views.try_out, name="try"),
    path("<slug:code>/new-version", views.new_version, name="new_version"),
    path("<slug:code>/<int:number>/", views.one, name="version"),
    path("<slug:code>/<int:number>/publish", views.publish, name="publish"),
]
