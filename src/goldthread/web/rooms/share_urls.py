"""Addresses of sharing a pack by a link; they stand under the pack."""

from django.urls import path

from goldthread.web.rooms import sharing

app_name = "sharing"
urlpatterns = [
    path("<int:pk>/share", sharing.share, name="new"),
    path("<int:pk>/shares", sharing.index, name="list"),
    path("<int:pk>/shares/<int:number>/code", sharing.code, name="code"),
    path("<int:pk>/shares/<int:number>/withdraw", sharing.withdraw, name="withdraw"),
]
