"""Addresses of agreements with partners and of problems that go on."""

from django.urls import path

from goldthread.web.interfaces import agreements, problems, template

app_name = "interfaces"
urlpatterns = [
    path("", agreements.index, name="list"),
    path("new", agreements.draft, name="new"),
    path("template", template.change, name="template"),
    path("for/<str:reference>", agreements.draft_for_case, name="for_case"),
    path("problems/", problems.index, name="problems"),
    path("problems/open/<int:pk>", problems.begin, name="open_problem"),
    path("problems/<int:pk>/", problems.one, name="problem"),
    path("problems/<int:pk>/raise", problems.escalate, name="raise"),
    path("problems/<int:pk>/outcome", problems.end, name="end_problem"),
    path("<int:pk>/", agreements.one, name="one"),
    path("<int:pk>/tasks/<int:number>", agreements.task, name="task"),
    path("<int:pk>/route", agreements.route, name="route"),
    path("<int:pk>/ask", agreements.ask, name="ask"),
    path("<int:pk>/code", agreements.code, name="code"),
    path("<int:pk>/withdraw-link", agreements.withdraw, name="withdraw"),
    path("<int:pk>/agreed", agreements.agreed, name="agreed"),
    path("<int:pk>/replace", agreements.replace, name="replace"),
    path("<int:pk>/supersede", agreements.supersede, name="supersede"),
]
