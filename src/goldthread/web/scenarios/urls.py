"""Addresses of the scenario bank."""

from django.urls import path

from goldthread.notices.queries import linked_by
from goldthread.web.scenarios import views, working

app_name = "scenarios"
urlpatterns = [
    path("", views.bank, name="bank"),
    path("new", working.new, name="new"),
    path("from/<str:reference>", working.from_incident, name="from_incident"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/card", views.card, name="card"),
    path("<int:pk>/change", working.change, name="change"),
    path("<int:pk>/no-personal-data", working.mark, name="mark"),
    path("<int:pk>/hand-over", working.hand_over, name="hand_over"),
    path("<int:pk>/check", working.check, name="check"),
    path("<int:pk>/send-back", working.send_back, name="send_back"),
    path("<int:pk>/publish", working.publish, name="publish"),
    path("<int:pk>/retire", working.retire, name="retire"),
]
linked_by("scenarios.scenario", lambda pk: f"/coaching/scenarios/{pk}/")
