"""Addresses of verification."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.web import navigation
from goldthread.web.verification import checking, comparing, measuring, offline, plans

app_name = "verification"
urlpatterns = [
    path("", plans.index, name="list"),
    path("<int:pk>/", plans.one, name="one"),
    path("<int:pk>/plan", plans.change, name="change"),
    path("<int:pk>/conclude", plans.conclude, name="conclude"),
    path("<int:pk>/measure", measuring.register, name="measure"),
    path("<int:pk>/effect", comparing.record, name="record_effect"),
    path("effects/<int:pk>/", comparing.effect, name="effect"),
    path("effects/<int:pk>/chart.<slug:form>", comparing.chart, name="effect_chart"),
    path("rounds/<int:pk>/", checking.one_round, name="round"),
    path("rounds/<int:pk>/draw", checking.draw, name="draw"),
    path("rounds/<int:pk>/observe", checking.observe, name="observe"),
    path("rounds/<int:pk>/finish", checking.finish, name="finish"),
    path("rounds/<int:pk>/recheck", checking.recheck, name="recheck"),
    path("queue", offline.receive, name="queue"),
    path("cases/<int:pk>/", checking.case, name="case"),
    path("cases/<int:pk>/again", checking.again, name="again"),
    path("cases/<int:pk>/correct", checking.correct, name="correct"),
    path("cases/<int:pk>/leave-out", checking.leave_out, name="leave_out"),
]
navigation.add("Verification", "verification:list", order=50, permission=Permission.INCIDENT_VIEW)
