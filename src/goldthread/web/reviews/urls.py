"""Addresses of reviews."""

from django.urls import path

from goldthread.web.reviews import views, writing

app_name = "reviews"
urlpatterns = [
    path("incidents/<str:reference>/reviews/", views.of_incident, name="of_incident"),
    path("incidents/<str:reference>/reviews/new", views.plan, name="plan"),
    path("reviews/<int:pk>/", views.one, name="one"),
    path("reviews/<int:pk>/begin", views.begin, name="begin"),
    path("reviews/<int:pk>/submit", views.submit, name="submit"),
    path("reviews/<int:pk>/return", views.send_back, name="return"),
    path("reviews/<int:pk>/sign-off", views.sign_off, name="sign_off"),
    path("reviews/<int:pk>/wording", views.see_wording, name="wording"),
    path("reviews/<int:pk>/write/<slug:section>", writing.write, name="write"),
    path("reviews/<int:pk>/questions", writing.questions, name="questions"),
    path("reviews/<int:pk>/lenses/<slug:lens>", writing.lens, name="lens"),
    path("reviews/<int:pk>/add/<slug:kind>", writing.add, name="add"),
    path("reviews/<int:pk>/family/<int:row>", writing.answer_family, name="answer_family"),
    path(
        "reviews/<int:pk>/without-action/<slug:kind>/<int:row>",
        writing.without_action,
        name="without_action",
    ),
]
