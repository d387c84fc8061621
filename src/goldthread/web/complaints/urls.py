"""Addresses of complaints."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.complaints import presenters, views
from goldthread.web.people import panels

app_name = "complaints"
urlpatterns = [
    path("", views.index, name="list"),
    path("new", views.new, name="new"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/acknowledge", views.acknowledge, name="acknowledge"),
    path("<int:pk>/answer", views.answer, name="answer"),
    path("<int:pk>/close", views.close, name="close"),
    path("<int:pk>/link", views.link, name="link"),
]
navigation.add("Complaints", "complaints:list", order=38, permission=Permission.COMPLAINT_SEE)
linked_by("complaints.complaint", lambda pk: f"/complaints/{pk}/")
panels.add("Complaints", 50, presenters.panel)
