"""The first page of settings, and what each role may do."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import ROLES, Permission
from goldthread.clocks import queries as clocks
from goldthread.web.components import Step
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.words import plural

READ = ("GET", "HEAD")
P = Permission.SETTINGS_MANAGE
# Title, address, what it is for, and whether it holds for the whole organisation.
PAGES = (
    ("Units", "administration:units", "Directorates, localities and teams.", False),
    ("People and roles", "administration:people", "Who signs in and what they may do.", False),
    ("On-call rota", "administration:rota", "Who is alerted when someone is unsafe.", False),
    ("Categories", "administration:categories", "What kind of event it was.", True),
    ("Themes", "administration:themes", "Why things like this happen.", True),
    ("Pathways", "administration:pathways", "What people are being helped with.", True),
    ("Service models", "administration:service_models", "How a team works.", True),
    ("Caseload and contacts", "measures:denominators", "What reporting rates divide by.", True),
    ("Early warning indicators", "escalation:indicators", "What each sign leads to.", True),
    ("Time limits", "administration:clocks", "How long each step may take, and why.", True),
    ("Forums", "forums:index", "Who meets, when, and about what.", False),
    ("Outbox", "outbox:list", "Which e-mails wait, were sent or were given up.", True),
    ("Organisation", "administration:profile", "What kind of provider you are.", True),
    ("Decision tools", "decision_tools:list", "Questions that lead to a decision.", True),
    ("Instruments", "instruments:list", "Audits, observations and checks.", True),
    ("Letter templates", "candour:templates", "Letters to people and families.", True),
)


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """Everything that can be changed without code."""
    organisation = organisation_of(request)
    everywhere = scope_of(request.user).holds(P, organisation.pk)
    pages = [
        (Step(title, reverse(name)), words)
        for title, name, words, whole in PAGES
        if everywhere or not whole
    ]
    unchecked = clocks.policies(organisation.pk).filter(needs_checking=True).count()
    waiting = f"{plural(unchecked, 'time limit')} to check against the source"
    context = {"pages": pages, "waiting": waiting if everywhere and unchecked else ""}
    return render(request, "administration/index.html", context)


@page(P, methods=READ)
def roles(request: SignedIn) -> HttpResponse:
    """What each role may do, in plain words."""
    shown = [
        (role, [p.label for p in Permission if p in role.permissions]) for role in ROLES.values()
    ]
    return render(request, "administration/roles.html", {"roles": shown})
