"""Addresses of found themes."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.themes import views

app_name = "found_themes"
urlpatterns = [
    path("", views.index, name="list"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/rename", views.rename, name="rename"),
    path("<int:pk>/merge", views.merge, name="merge"),
    path("<int:pk>/split", views.split, name="split"),
    path("<int:pk>/pin", views.pin, name="pin"),
    path("<int:pk>/adopt", views.adopt, name="adopt"),
]
navigation.add("Found themes", "found_themes:list", order=76, permission=Permission.THEME_SHAPE)
