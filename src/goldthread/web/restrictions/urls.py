"""Addresses of the restrictions register."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.people import panels
from goldthread.web.restrictions import lists, monthly, presenters, views, writing

app_name = "restrictions"
urlpatterns = [
    path("", lists.index, name="list"),
    path("export.csv", lists.export, name="export"),
    path("new", writing.propose, name="new"),
    path("urgent", writing.urgent, name="urgent"),
    path("month", monthly.month, name="month"),
    path("overview", monthly.overview, name="overview"),
    path("snapshots/", monthly.snapshots, name="snapshots"),
    path("snapshots/take", monthly.take, name="take"),
    path("snapshots/<int:pk>/", monthly.snapshot, name="snapshot"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/complete", writing.complete, name="complete"),
    path("<int:pk>/authorise", views.authorise, name="authorise"),
    path("<int:pk>/decline", views.decline, name="decline"),
    path("<int:pk>/review", views.review, name="review"),
]
navigation.add(
    "Restrictions", "restrictions:list", order=36, permission=Permission.RESTRICTION_COUNTS
)
linked_by("restrictions.restriction", lambda pk: f"/restrictions/{pk}/")
panels.add("Restrictions", 40, presenters.panel)
