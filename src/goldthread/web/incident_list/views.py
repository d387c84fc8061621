"""The list of incidents and what can be done with it as a whole."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents import operations, queries
from goldthread.domain.incidents.lists import (
    EXPORT_CAP,
    capped_count,
    filtered,
    page_of,
)
from goldthread.domain.incidents.terms import TagKind
from goldthread.interchange.exporting.tables import csv_lines
from goldthread.web.incident_list import presenters
from goldthread.web.incident_list.forms import FilterForm, ViewForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render

LIST = "incidents"
PLACES = ("before", "after")


def _form(request: SignedIn) -> FilterForm:
    organisation = organisation_of(request)
    units = seen_units(request.user, Permission.INCIDENT_VIEW)
    return FilterForm(
        request.GET,
        units=[(unit.path, "\u2003" * (unit.path.count("/") - 2) + unit.name) for unit in units],
        categories=[(c.pk, c.name) for c in queries.categories(organisation.pk)],
        themes=[(t.pk, t.name) for t in queries.themes(organisation.pk)],
        pathways=[(t.pk, t.name) for t in queries.tags(organisation.pk, TagKind.PATHWAY)],
    )


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def all_incidents(request: SignedIn) -> HttpResponse:
    """Incidents in scope, newest report first, fifty a page."""
    form = _form(request)
    found = filtered(request.user, form.wanted())
    count, more = capped_count(found)
    shown = page_of(found, before=request.GET.get("before", ""), after=request.GET.get("after", ""))
    query = _query(request)
    return render(
        request,
        "incident_list/all.html",
        {
            "filters": form,
            "in_use": len([key for key in query if query[key]]),
            "counted": presenters.counted(count, more),
            "columns": presenters.COLUMNS,
            "rows": presenters.rows(shown.rows),
            "older": _link(query, "before", shown.older),
            "newer": _link(query, "after", shown.newer),
            "query": urlencode(query),
            "views": list(queries.saved_views(request.user, LIST)),
            "view_form": ViewForm(request=request, initial={"query": urlencode(query)}),
            "may_export": scope_of(request.user).holds(Permission.INCIDENT_EXPORT),
        },
    )


def _query(request: SignedIn) -> dict[str, str]:
    return {k: str(v) for k, v in request.GET.items() if k not in PLACES and v}


def _link(query: dict[str, str], name: str, place: str) -> str:
    if not place:
        return ""
    return f"{reverse('incident_list:all')}?{urlencode(query | {name: place})}"


@page(Permission.INCIDENT_EXPORT, methods=("GET", "HEAD"))
def export(request: SignedIn) -> StreamingHttpResponse:
    """What the list shows, as CSV, without names of people; the export is in the trail."""
    found = filtered(request.user, _form(request).wanted()).select_related("unit", "category")
    exportable = found.filter(scope_of(request.user).q(Permission.INCIDENT_EXPORT))[:EXPORT_CAP]
    operations.note_export(organisation_of(request), _query(request), by=request.user)
    lines = csv_lines(
        presenters.EXPORT, presenters.export_rows(exportable.iterator(chunk_size=500))
    )
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = f"incidents-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(Permission.INCIDENT_VIEW, methods=("POST",))
def save_view(request: SignedIn) -> HttpResponse:
    """Keep the filters in use under a name."""
    form = ViewForm.of(request)
    where = f"{reverse('incident_list:all')}?{request.POST.get('query', '')}"
    if form.is_valid() and form.attempt(
        operations.save_view,
        request.user,
        LIST,
        form.cleaned_data["name"],
        form.cleaned_data["query"],
    ):
        return done(request, "The view is saved.", where)
    return redirect(where)


@page(Permission.INCIDENT_VIEW, methods=("POST",))
def delete_view(request: SignedIn, pk: int) -> HttpResponse:
    """Forget a saved view."""
    operations.delete_view(request.user, pk)
    return done(request, "The view is deleted.", "incident_list:all")
