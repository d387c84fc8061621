"""Addresses of what a partner opens by a link."""

from django.urls import path

from goldthread.web.partner import views

app_name = "partner"
urlpatterns = [
    path("open", views.one, name="one"),
    path("<str:token>/", views.enter, name="enter"),
]
