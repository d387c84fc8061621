"""Addresses of rooms."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.rooms import keeping, visiting

app_name = "rooms"
urlpatterns = [
    path("", visiting.index, name="list"),
    path("new", keeping.new, name="new"),
    path("<int:pk>/", visiting.one, name="one"),
    path("<int:pk>/put", keeping.put, name="put"),
    path("<int:pk>/close", keeping.close, name="close"),
    path("<int:pk>/<int:number>/", visiting.thing, name="thing"),
    path("<int:pk>/<int:number>/take-out", keeping.take_out, name="take_out"),
    path("<int:pk>/<int:number>/charts/<int:chart>.svg", visiting.chart, name="chart"),
    path("<int:pk>/<int:number>/pack.<slug:form>", visiting.take, name="file"),
]
navigation.add("Rooms", "rooms:list", order=74, permission=Permission.ROOM_VISIT)
