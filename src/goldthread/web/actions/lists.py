"""The lists: mine, my teams', all; of one incident; and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import teams
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions import queries
from goldthread.domain.actions.terms import Status
from goldthread.domain.incidents.queries import may
from goldthread.interchange.exporting.tables import csv_lines
from goldthread.web.actions.finding import incident_of, reader
from goldthread.web.actions.forms import FilterForm
from goldthread.web.actions.presenters import STATUS_WORDS, funnel_words, list_row
from goldthread.web.pages import page, render

UNFINISHED = (Status.PROPOSED, Status.AGREED, Status.COMPLETE, Status.NOT_EFFECTIVE)
VIEWS = {"mine": "Mine", "team": "My teams", "all": "All I can see"}
NARROWING = ("state", "owner", "unit", "route", "strength", "text", "overdue")
HEADINGS = (
    "Action", "What changes", "Incident", "Team", "Owner", "Due", "First due", "Strength",
    "Status", "Implemented", "Communicated", "Success measure",
)  # fmt: skip


@page(signed_in=True, methods=("GET", "HEAD"))
def index(request: HttpRequest) -> HttpResponse:
    """Actions by due day, narrowed by view and filters, with how far they got."""
    chosen = _view(request)
    seen = _in_view(request, chosen)
    form = _filters(request)
    wanted, unfinished = _wanted(form)
    narrowed = queries.filtered(seen, wanted)
    if unfinished:
        narrowed = narrowed.filter(status__in=UNFINISHED)
    found = queries.page_of(
        narrowed,
        after=queries.Place.read(request.GET.get("after", "")),
        before=queries.Place.read(request.GET.get("before", "")),
    )
    today, counts = timezone.localdate(), queries.funnel(seen)
    address = reverse("actions:list")
    return render(
        request,
        "actions/list.html",
        {
            "rows": [list_row(action, today) for action in found.actions],
            "views": [
                (words, f"{address}?{urlencode({'view': code})}", code == chosen)
                for code, words in VIEWS.items()
            ],
            "filters_form": form,
            "in_use": sum(bool(request.GET.get(name)) for name in NARROWING),
            "clear": f"{address}?{urlencode({'view': chosen})}",
            "view": chosen,
            "funnel": funnel_words(counts),
            "counts": counts,
            "later": _beside(request, "after", found.later),
            "earlier": _beside(request, "before", found.earlier),
            "export": _export_address(request),
        },
    )


@page(Permission.INCIDENT_EXPORT, methods=("GET", "HEAD"))
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The list as it is narrowed now, as CSV, every page of it."""
    wanted, unfinished = _wanted(_filters(request))
    narrowed = queries.filtered(_in_view(request, _view(request)), wanted)
    if unfinished:
        narrowed = narrowed.filter(status__in=UNFINISHED)
    rows = _cells(queries.in_order(queries.with_rows(narrowed)))
    response = StreamingHttpResponse(csv_lines(HEADINGS, rows), content_type="text/csv")
    name = f"actions-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(signed_in=True, methods=("GET", "HEAD"))
def of_incident(request: HttpRequest, reference: str) -> HttpResponse:
    """Every action of one incident, and what is still missing."""
    incident = incident_of(request, reference)
    seen = queries.visible_to(reader(request)).filter(
        pk__in=queries.actions_of(incident).order_by().values("pk")
    )
    today = timezone.localdate()
    rows = queries.in_order(queries.with_rows(seen))
    return render(
        request,
        "actions/of_incident.html",
        {
            "incident": incident,
            "rows": [list_row(action, today) for action in rows],
            "stage": queries.stage_facts(incident),
            "may_propose": may(reader(request), Permission.ACTION_AGREE, incident),
        },
    )


def _view(request: HttpRequest) -> str:
    asked = request.GET.get("view", "")
    if asked in VIEWS:
        return asked
    return "all" if scope_of(request.user).holds(Permission.INCIDENT_VIEW) else "mine"


def _in_view(request: HttpRequest, view: str) -> QuerySet[Any]:
    user = reader(request)
    seen = queries.visible_to(user)
    if view == "mine":
        return seen.filter(owner=user)
    if view == "team":
        inside = Q(pk__in=[])
        for path in queries.own_paths(user):
            inside |= Q(unit__path__startswith=path)
        return seen.filter(inside)
    return seen


def _filters(request: HttpRequest) -> FilterForm:
    user = reader(request)
    scope = scope_of(user)
    units = teams(user.organisation_id or 0).filter(pk__in=scope.units(Permission.INCIDENT_VIEW))
    data = request.GET.copy()
    data.setdefault("state", "open")
    return FilterForm(
        data,
        owners=queries.owners(queries.visible_to(user)),
        units=units.order_by("path"),
    )


def _wanted(form: FilterForm) -> tuple[queries.Filters, bool]:
    """What to narrow to, and whether finished actions are left out. A bad value narrows nothing."""
    form.is_valid()
    said = form.cleaned_data
    status, owner = said.get("state", "open"), said.get("owner")
    wanted = queries.Filters(
        owner=int(owner) if owner else None,
        unit=int(said["unit"]) if said.get("unit") else None,
        status="" if status == "open" else status,
        route=said.get("route", ""),
        strength=said.get("strength", ""),
        overdue=bool(said.get("overdue")),
        text=said.get("text", ""),
    )
    return wanted, status == "open"


def _beside(request: HttpRequest, name: str, place: queries.Place | None) -> str:
    if place is None:
        return ""
    asked = request.GET.copy()
    for one in ("after", "before"):
        asked.pop(one, None)
    asked[name] = str(place)
    return f"{reverse('actions:list')}?{asked.urlencode()}"


def _export_address(request: HttpRequest) -> str:
    if not scope_of(request.user).holds(Permission.INCIDENT_EXPORT):
        return ""
    return f"{reverse('actions:export')}?{request.GET.urlencode()}"


def _cells(actions: QuerySet[Any]) -> Iterator[list[Any]]:
    for action in actions.iterator(chunk_size=500):
        yield [
            action.title,
            action.change,
            action.incident.reference,
            action.unit.name,
            action.owner.name if action.owner else "",
            action.due_on,
            action.first_due_on,
            action.get_strength_display(),
            STATUS_WORDS[Status(action.status)],
            action.has_implementation,
            action.has_communication,
            action.success_measure,
        ]
