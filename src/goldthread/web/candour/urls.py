"""Addresses of openness, below the address of an incident."""

from django.urls import path

from goldthread.web.candour.views import deciding, engagement, letters, overview, steps, templates

app_name = "candour"
urlpatterns = [
    path("incidents/<str:reference>/openness/", overview.openness, name="one"),
    path("incidents/<str:reference>/openness/decide", deciding.decide, name="decide"),
    path("incidents/<str:reference>/openness/person", steps.person, name="person"),
    path("incidents/<str:reference>/openness/tell", steps.tell, name="tell"),
    path("incidents/<str:reference>/openness/support", steps.support, name="support"),
    path("incidents/<str:reference>/openness/written", steps.written, name="written"),
    path("incidents/<str:reference>/openness/results", steps.results, name="results"),
    path("incidents/<str:reference>/openness/complete", steps.complete, name="complete"),
    path("incidents/<str:reference>/openness/attempt", steps.attempt, name="attempt"),
    path("incidents/<str:reference>/openness/end", steps.end, name="end"),
    path("incidents/<str:reference>/openness/resume", steps.resume, name="resume"),
    path("incidents/<str:reference>/openness/engagement", engagement.engage, name="engage"),
    path("incidents/<str:reference>/openness/question", engagement.ask, name="ask"),
    path(
        "incidents/<str:reference>/openness/questions/<int:number>",
        engagement.answer,
        name="answer",
    ),
    path("incidents/<str:reference>/openness/letters/new", letters.choose, name="new_letter"),
    path(
        "incidents/<str:reference>/openness/letters/new/<slug:code>",
        letters.draft,
        name="draft_letter",
    ),
    path("incidents/<str:reference>/openness/letters/<int:number>/", letters.one, name="letter"),
    path("incidents/<str:reference>/openness/letters/<int:number>/send", letters.send, name="send"),
    path("letter-templates/", templates.index, name="templates"),
    path("letter-templates/<slug:code>", templates.edit, name="template"),
]
