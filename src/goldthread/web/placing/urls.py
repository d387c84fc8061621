"""Addresses of placing; My work leads here."""

from django.urls import path

from goldthread.web.placing import views

app_name = "placing"
urlpatterns = [
    path("", views.index, name="list"),
    path("one", views.one, name="one"),
]
