"""Addresses of coaching."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.coaching import sessions, sittings, views

app_name = "coaching"
urlpatterns = [
    path("", views.home, name="home"),
    path("results", views.results, name="results"),
    path("sessions/new", sessions.choose, name="choose"),
    path("sessions/record", sessions.record, name="record"),
    path("sessions/<int:pk>/", sessions.one, name="session"),
    path("sessions/<int:pk>/answer", sessions.answer, name="answer"),
    path("sessions/<int:pk>/evidence", sessions.evidence, name="evidence"),
    path("sessions/<int:pk>/withdraw", sessions.withdraw, name="withdraw"),
    path("vignettes/", sittings.vignettes, name="vignettes"),
    path("vignettes/<slug:code>/sit", sittings.sit, name="sit"),
    path("sittings/<int:pk>/", sittings.one, name="sitting"),
    path("sittings/<int:pk>/again", sittings.again, name="again"),
]
navigation.add("Coaching", "coaching:home", order=42, permission=views.HOME)
linked_by("coaching.sitting", lambda pk: f"/coaching/sittings/{pk}/")
