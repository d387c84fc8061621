"""Problems with partners that go on: found by the rule, raised formally, ended with an outcome."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.interfaces import operations, queries
from goldthread.domain.registers.interfaces import transitions as moves
from goldthread.domain.registers.interfaces.terms import IssueStatus
from goldthread.domain.registers.safeguarding.queries import all_partners
from goldthread.web.incidents.views.asking import possible
from goldthread.web.interfaces import presenters
from goldthread.web.interfaces.finding import issue_of
from goldthread.web.interfaces.forms import EndForm, RaiseForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.paging import leaf

P = Permission
ISSUE_COLUMNS = (("Problem", "ref"), "Partner", "Where it stands", "Opened", "Outcome")


@page(P.INCIDENT_VIEW, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Partners that were late, which of them by the rule, and the problems opened before."""
    organisation = organisation_of(request)
    found = queries.troubles(request.user, organisation.pk, timezone.now())
    past = queries.issues_visible_to(request.user).select_related("partner")
    shown = leaf(request, past)
    may = scope_of(request.user).holds(P.SAFEGUARDING_MANAGE, organisation.pk)
    context = {
        "rule": queries.template_of(organisation.pk).sustained,
        "columns": presenters.TROUBLE_COLUMNS,
        "rows": presenters.troubles(found),
        "to_open": [one.partner for one in found if one.sustained and not one.issue and may],
        "issue_columns": ISSUE_COLUMNS,
        "issues": presenters.issues(shown.rows),
        "leaf": shown,
    }
    return render(request, "interfaces/problems.html", context)


@page(P.SAFEGUARDING_MANAGE, methods=("POST",))
def begin(request: SignedIn, pk: int) -> HttpResponse:
    """Open the problem that the rule found."""
    partner = get_object_or_404(all_partners(organisation_of(request).pk), pk=pk)
    issue = operations.open_issue(partner, by=request.user)
    return done(request, moves.OPEN_ISSUE.done, "interfaces:problem", issue.pk)


@page(P.INCIDENT_VIEW, methods=("GET", "HEAD"))
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One problem, its letter and its outcome."""
    issue = issue_of(request, pk)
    works = scope_of(request.user).holds(P.SAFEGUARDING_MANAGE, issue.organisation_id)
    context = {
        "issue": issue,
        "tone": presenters.ISSUE_TONES[IssueStatus(issue.status)],
        "rows": presenters.issue_facts(issue),
        "may_raise": works and issue.status == IssueStatus.OPEN,
        "may_end": works and issue.status == IssueStatus.RAISED,
    }
    return render(request, "interfaces/problem.html", context)


@page(P.INCIDENT_VIEW)
def escalate(request: SignedIn, pk: int) -> HttpResponse:
    """Raise the problem by the formal letter or in the Board's log."""
    issue = issue_of(request, pk)
    possible(moves.RAISE, issue, request)
    subject, text = operations.letter_for(issue, by=request.user)
    form = RaiseForm.of(request, record=issue, initial={"subject": subject, "text": text})
    call = partial(operations.raise_formally, issue)
    if form.is_valid() and form.attempt(call, by=request.user, **form.cleaned_data):
        return done(request, moves.RAISE.done, "interfaces:problem", pk)
    return _form(request, form, moves.RAISE.label, "Record it", pk)


@page(P.INCIDENT_VIEW)
def end(request: SignedIn, pk: int) -> HttpResponse:
    """Record what came of the problem."""
    issue = issue_of(request, pk)
    possible(moves.END, issue, request)
    form = EndForm.of(request, record=issue)
    call = partial(operations.end_issue, issue)
    if form.is_valid() and form.attempt(call, by=request.user, **form.cleaned_data):
        return done(request, moves.END.done, "interfaces:problem", pk)
    return _form(request, form, moves.END.label, "Record it", pk)


def _form(request: SignedIn, form: object, title: str, button: str, pk: int) -> HttpResponse:
    back = reverse("interfaces:problem", args=[pk])
    context = {"title": title, "form": form, "button": button, "back": back, "cancel": back}
    return render(request, "layouts/form.html", context)
