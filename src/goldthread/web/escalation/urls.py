"""Addresses of escalation, its place in the navigation, and its panel on a person's page."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.escalation import (
    cohorts,
    crises,
    indicators,
    lists,
    presenters,
    recording,
    timelines,
    views,
)
from goldthread.web.people import panels

app_name = "escalation"
urlpatterns = [
    path("escalation/", lists.index, name="list"),
    path("escalation/record", recording.record, name="record"),
    path("escalation/<int:pk>/", views.one, name="one"),
    path("escalation/<int:pk>/sign", recording.sign, name="sign"),
    path("escalation/<int:pk>/monitor", views.monitor, name="monitor"),
    path("escalation/<int:pk>/recheck", views.recheck, name="recheck"),
    path("escalation/<int:pk>/done", views.step_up_done, name="done"),
    path("escalation/<int:pk>/review", views.review, name="review"),
    path("escalation/<int:pk>/incident", views.link_incident, name="incident"),
    path("escalation/<int:pk>/close", views.close, name="close"),
    path("escalation/<int:pk>/error", views.withdraw, name="withdraw"),
    path("escalation/crises/", crises.index, name="crises"),
    path("escalation/crises/new", crises.log, name="log_crisis"),
    path("escalation/crises/<int:pk>/error", crises.withdraw, name="withdraw_crisis"),
    path("escalation/cohort/", cohorts.index, name="cohort"),
    path("escalation/cohort/freeze", cohorts.freeze, name="freeze"),
    path("escalation/cohort/definition", cohorts.define, name="define"),
    path("escalation/cohort/<int:pk>/", cohorts.one, name="frozen"),
    path("escalation/indicators/", indicators.index, name="indicators"),
    path("escalation/indicators/new", indicators.add, name="add_indicator"),
    path("escalation/indicators/<slug:code>/", indicators.one, name="indicator"),
    path("people/<str:reference>/escalation", timelines.of_person, name="of_person"),
    path("people/<str:reference>/flag", cohorts.flag, name="flag"),
    path("people/<str:reference>/flag/end", cohorts.end_flag, name="end_flag"),
    path("incidents/<str:reference>/escalation/", timelines.of_incident, name="of_incident"),
]
navigation.add("Escalation", "escalation:list", order=37, permission=Permission.ESCALATION_RECORD)
panels.add("Escalation", 20, presenters.panel)
