"""Addresses of packs."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.packs.views import drafting, reading, taking

app_name = "packs"
urlpatterns = [
    path("", reading.index, name="list"),
    path("new/<slug:kind>", drafting.new, name="new"),
    path("<int:pk>/", reading.one, name="one"),
    path("<int:pk>/charts/<int:number>.svg", reading.chart, name="chart"),
    path("<int:pk>/words/<slug:section>", drafting.words, name="words"),
    path("<int:pk>/figures", drafting.figures, name="figures"),
    path("<int:pk>/freeze", drafting.freeze, name="freeze"),
    path("<int:pk>/discard", drafting.discard, name="discard"),
    path("<int:pk>/files", taking.ask, name="files"),
    path("<int:pk>/pack.<slug:form>", taking.take, name="file"),
]
navigation.add("Packs", "packs:list", order=73, permission=Permission.PACK_READ)
