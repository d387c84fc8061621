"""Addresses of one incident. Its reference comes first; every stage hangs below it."""

from django.urls import path

from goldthread.web.incidents.views import (
    adding,
    life,
    similar,
    stabilising,
    thread,
    triage,
)
from goldthread.web.safeguarding import case as safeguarding

app_name = "incidents"
urlpatterns = [
    path("<str:reference>/", thread.one, name="one"),
    path("<str:reference>/history/", thread.history, name="history"),
    path("<str:reference>/similar/", similar.similar, name="similar"),
    path("<str:reference>/files/<int:pk>", thread.file, name="file"),
    path("<str:reference>/triage/", triage.decide, name="triage"),
    path("<str:reference>/triage/decisions", thread.decisions, name="decisions"),
    path("<str:reference>/triage/proposal", triage.proposal, name="proposal"),
    path("<str:reference>/stabilise/", stabilising.stabilise, name="stabilise"),
    path("<str:reference>/made-safe", stabilising.make_safe, name="make_safe"),
    path("<str:reference>/clinical-review", stabilising.clinical_review, name="clinical_review"),
    path("<str:reference>/partner", stabilising.partner, name="partner"),
    path("<str:reference>/partner/link", stabilising.partner_link, name="partner_link"),
    path("<str:reference>/safeguarding/", safeguarding.one, name="safeguarding"),
    path(
        "<str:reference>/safeguarding/actions/<int:pk>/<slug:code>",
        safeguarding.action,
        name="safeguarding_action",
    ),
    path("<str:reference>/safeguarding/<slug:code>", safeguarding.step, name="safeguarding_step"),
    path("<str:reference>/messages/", adding.messages, name="messages"),
    path("<str:reference>/add/later-fact", adding.addendum, name="addendum"),
    path("<str:reference>/add/file", adding.file, name="add_file"),
    path("<str:reference>/add/person", adding.person, name="person"),
    path("<str:reference>/add/step", adding.step, name="step"),
    path("<str:reference>/add/immediate-action", adding.done_at_once, name="done_at_once"),
    path("<str:reference>/themes", adding.themes, name="themes"),
    path("<str:reference>/place", life.place, name="place"),
    path("<str:reference>/restrict", life.restrict, name="restrict"),
    path("<str:reference>/restrict/name", life.name_viewer, name="name_viewer"),
    path("<str:reference>/restrict/lift", life.lift, name="lift"),
    path("<str:reference>/emergency", life.emergency, name="emergency"),
    path("<str:reference>/withdraw", life.withdraw, name="withdraw"),
    path("<str:reference>/close", life.close, name="close"),
    path("<str:reference>/close-with-reason", life.close_with_reason, name="close_with_reason"),
    path("<str:reference>/reopen", life.reopen, name="reopen"),
]
