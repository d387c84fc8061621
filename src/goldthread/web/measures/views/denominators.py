"""Caseload and contacts: what is there, what is missing, and entering more."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.analytics.months import MONTHS
from goldthread.domain.insight.measures import operations, queries
from goldthread.domain.insight.measures.operations import Entered
from goldthread.domain.insight.measures.terms import Exposure, month_of, months_back
from goldthread.interchange.exporting.tables import csv_text
from goldthread.web.administration.editing import whole_organisation
from goldthread.web.measures.forms import DenominatorsForm
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.words import plural

P = Permission.SETTINGS_MANAGE
SHOWN = 6
MOST_PROBLEMS = 20


@page(P)
def index(request: SignedIn) -> HttpResponse:
    """The last months of every team, and a form for more. A file with faults enters nothing."""
    organisation = whole_organisation(request)
    form, problems = DenominatorsForm.of(request), list[str]()
    if form.is_valid():
        try:
            read = operations.read_denominators(organisation, form.text)
            problems = list(read.problems)
        except ValueError as fault:
            problems = [str(fault)]
        if problems:
            field = "lines" if form.cleaned_data["lines"].strip() else "file"
            form.add_error(field, _told(problems))
        elif form.attempt(operations.enter_denominators, read.given, by=request.user):
            return done(request, _entered(form.outcome), "measures:denominators")
    today = timezone.localdate()
    months = [*months_back(SHOWN, today), month_of(today)]
    figures = queries.entered(organisation, months)
    context = {
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "more": len(problems) - MOST_PROBLEMS,
        "tables": [
            (label, columns(months), rows(figures, code)) for code, label in Exposure.choices
        ],
    }
    return render(request, "measures/denominators.html", context)


def _told(problems: list[str]) -> str:
    if len(problems) == 1:
        return problems[0]
    return f"{plural(len(problems), 'line')} cannot be read, so nothing was entered. They are listed below."


def _entered(found: Entered) -> str:
    told = [plural(found.added, "figure is", "figures are") + " entered"]
    if found.replaced:
        told.append(f"{found.replaced:,} written over; the trail keeps what was there")
    if found.same:
        told.append(f"{found.same:,} were there already")
    return f"{'. '.join(told)}."


def columns(months: list[dt.date]) -> list[object]:
    """Team, then a column a month."""
    return ["Team", *((f"{MONTHS[m.month - 1][:3]} {m.year}", "num") for m in months)]


def rows(figures: list[queries.Figures], exposure: str) -> list[list[object]]:
    """One row a team; what is missing says so."""
    return [
        [one.unit.name, *("Missing" if n is None else f"{n:,}" for n in one.amounts)]
        for one in figures
        if one.exposure == exposure
    ]


@page(P, methods=("GET", "HEAD"))
def template(request: SignedIn) -> HttpResponse:
    """A CSV file to fill in: every team and the last whole month."""
    organisation = whole_organisation(request)
    month = months_back(1, timezone.localdate())[0]
    figures = queries.entered(organisation, [month])
    known = {(one.unit.pk, one.exposure): one.amounts[0] for one in figures}
    units = {one.unit.pk: one.unit for one in figures}
    lines = [
        [unit.code, f"{month:%Y-%m}", known[(pk, "caseload")], known[(pk, "contacts")]]
        for pk, unit in units.items()
    ]
    text = csv_text(("team", "month", "caseload", "contacts"), lines)
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="caseload-and-contacts.csv"'
    return response
