"""Addresses of the learning library."""

from django.urls import path

from goldthread.access.terms import Permission
from goldthread.notices.queries import linked_by
from goldthread.web import navigation
from goldthread.web.learning import telling, views, writing

app_name = "learning"
urlpatterns = [
    path("", views.feed, name="feed"),
    path("drafts/", views.drafts, name="drafts"),
    path("new", writing.new, name="new"),
    path("number/<int:pk>/", views.by_number, name="by_number"),
    path("from/<str:reference>/", views.of_incident, name="of_incident"),
    path("from/<str:reference>/new", writing.new_from, name="new_from"),
    path("from/<str:reference>/tell", telling.tell, name="tell"),
    path("<str:reference>/", views.one, name="one"),
    path("<str:reference>/family", views.family, name="family"),
    path("<str:reference>/edit", writing.edit, name="edit"),
    path("<str:reference>/not-personal", writing.not_personal, name="not_personal"),
    path("<str:reference>/hand-over", writing.hand_over, name="hand_over"),
    path("<str:reference>/check", writing.check, name="check"),
    path("<str:reference>/send-back", writing.send_back, name="send_back"),
    path("<str:reference>/publish", writing.publish, name="publish"),
    path("<str:reference>/retire", writing.retire, name="retire"),
]
navigation.add("Learning", "learning:feed", order=45, permission=Permission.LEARNING_VIEW)
linked_by("library.item", lambda pk: f"/learning/number/{pk}/")
