"""Addresses of actions, and their place in the navigation."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.actions import agreeing, lists, views, working

app_name = "actions"
urlpatterns = [
    path("actions/", lists.index, name="list"),
    path("actions/export.csv", lists.export, name="export"),
    path("actions/hints", agreeing.hints, name="hints"),
    path("actions/files/<int:pk>", working.file, name="file"),
    path("actions/<int:pk>/", views.one, name="one"),
    path("actions/<int:pk>/agree", agreeing.agree, name="agree"),
    path("actions/<int:pk>/evidence", working.evidence_type, name="evidence"),
    path("actions/<int:pk>/evidence/<slug:kind>", working.evidence, name="evidence_of"),
    path(
        "actions/<int:pk>/evidence/<int:item>/withdraw",
        working.withdraw_evidence,
        name="withdraw_evidence",
    ),
    path("actions/<int:pk>/implemented", working.implemented, name="implemented"),
    path("actions/<int:pk>/communicated", working.communicated, name="communicated"),
    path("actions/<int:pk>/complete", working.complete, name="complete"),
    path("actions/<int:pk>/later-date", views.later_date, name="later_date"),
    path("actions/<int:pk>/later-date/decide", views.decide, name="decide"),
    path("actions/<int:pk>/owner", views.owner, name="owner"),
    path("actions/<int:pk>/withdraw", views.withdraw, name="withdraw"),
    path("actions/<int:pk>/reopen", views.reopen, name="reopen"),
    path("actions/<int:pk>/stronger", agreeing.stronger, name="stronger"),
    path("incidents/<str:reference>/actions/", lists.of_incident, name="of_incident"),
    path("incidents/<str:reference>/actions/new", agreeing.propose, name="propose"),
]

navigation.add("Actions", "actions:list", order=40, permission=Permission.INCIDENT_VIEW)
linked_by("actions.action", lambda pk: f"/actions/{pk}/")
