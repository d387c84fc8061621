"""Addresses of supervision."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.supervision import prompts, sessions, views
from goldthread.web.supervision.finding import HOME

app_name = "supervision"
urlpatterns = [
    path("", views.home, name="home"),
    path("counts", views.counts, name="counts"),
    path("begin", views.begin, name="begin"),
    path("with/<int:pk>/", views.pair, name="pair"),
    path("with/<int:pk>/record", sessions.record, name="record"),
    path("with/<int:pk>/end", views.end, name="end"),
    path("sessions/<int:pk>/", sessions.one, name="session"),
    path("sessions/<int:pk>/note", sessions.note, name="note"),
    path("sessions/<int:pk>/evidence", sessions.evidence, name="evidence"),
    path("sessions/<int:pk>/vignette/<slug:code>", sessions.vignette, name="vignette"),
    path("sessions/<int:pk>/check/<slug:code>", sessions.check, name="check"),
    path("prompts/", prompts.index, name="prompts"),
    path("prompts/new", prompts.new, name="new_prompt"),
    path("prompts/<int:pk>/", prompts.one, name="prompt"),
    path("prompts/<int:pk>/withdraw", prompts.withdraw, name="withdraw"),
    path("prompts/<int:pk>/tell", prompts.tell, name="tell"),
]
navigation.add("Supervision", "supervision:home", order=43, permission=HOME)
linked_by("supervision.pair", lambda pk: f"/supervision/with/{pk}/")
