"""Addresses of decision tools."""

from django.urls import path

from goldthread.web.decision_tools import drafting, using, views

app_name = "decision_tools"
urlpatterns = [
    path("", views.index, name="list"),
    path("new", drafting.new_tool, name="new"),
    path("install", views.install, name="install"),
    path("runs/<int:pk>/", using.run, name="run"),
    path("runs/about/<str:reference>/", using.runs, name="runs"),
    path("<slug:code>/", views.one, name="one"),
    path("<slug:code>/try", views.try_out, name="try"),
    path("<slug:code>/use", using.use, name="use"),
    path("<slug:code>/new-version", views.new_version, name="new_version"),
    path("<slug:code>/<int:number>/", views.one, name="version"),
    path("<slug:code>/<int:number>/publish", views.publish, name="publish"),
    path("<slug:code>/<int:number>/to/<int:other>/", views.compare, name="compare"),
    path("<slug:code>/draft/", drafting.draft, name="draft"),
    path("<slug:code>/draft/begin", drafting.begin, name="begin"),
    path("<slug:code>/draft/about", drafting.about, name="draft_about"),
    path("<slug:code>/draft/preview", drafting.preview, name="preview"),
    path("<slug:code>/draft/start-again", drafting.start_again, name="start_again"),
    path("<slug:code>/draft/question/<slug:place>", drafting.question, name="draft_question"),
    path("<slug:code>/draft/outcome/<slug:place>", drafting.outcome, name="draft_outcome"),
    path("<slug:code>/draft/add/<slug:kind>", drafting.add, name="add"),
    path("<slug:code>/draft/move/<slug:kind>/<slug:place>", drafting.move, name="move"),
    path("<slug:code>/draft/remove/<slug:kind>/<slug:place>", drafting.remove, name="remove"),
]
