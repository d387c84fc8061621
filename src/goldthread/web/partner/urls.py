"""Addresses of what a partner opens by a link."""

from django.urls import path

from goldthread.web.partner import views

app_name = "partner"
urlpatterns = [
    path("open", views.one, name="one"),
    path("open/charts/<int:number>.svg", views.chart, name="chart"),
    path("open/pack.<slug:form>", views.take, name="file"),
    path("<str:token>/", views.enter, name="enter"),
]
