"""The register as a list, and as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from goldthread.access.queries import seen_units
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions import queries
from goldthread.interchange.exporting.tables import csv_lines
from goldthread.web.pages import SignedIn, page, render
from goldthread.web.paging import leaf
from goldthread.web.restrictions.forms import FilterForm
from goldthread.web.restrictions.presenters import domains, list_row, tabs_for

NARROWING = ("state", "unit", "domain", "scale", "person", "overdue")
HEADINGS = (
    "Restriction", "Person", "Name", "Team", "Status", "Parts of life", "For whom", "Start",
    "Review by", "Overdue", "Days in force", "Legal basis", "Reviews", "Ended",
)  # fmt: skip


@page((Permission.RESTRICTION_SEE, Permission.RESTRICTION_COUNTS), methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """The register: those whose review is due first at the top. Who sees counts only is led there."""
    if not scope_of(request.user).holds(Permission.RESTRICTION_SEE):
        return redirect("restrictions:overview")
    form, wanted = _narrowed(request)
    seen = queries.visible_to(request.user)
    shown = leaf(request, queries.filtered(seen, wanted))
    today, scope = timezone.localdate(), scope_of(request.user)
    address = reverse("restrictions:list")
    context = {
        "rows": [list_row(one, request.user, today) for one in shown.rows],
        "leaf": shown,
        "overdue": queries.overdue(seen).count(),
        "filters_form": form,
        "names": NARROWING,
        "in_use": sum(bool(request.GET.get(name)) for name in NARROWING),
        "clear": address,
        "export": f"{reverse('restrictions:export')}?{request.GET.urlencode()}",
        "may_keep": scope.holds(Permission.RESTRICTION_KEEP),
        "tabs_for": tabs_for(request.user),
    }
    return render(request, "restrictions/list.html", context)


@page(Permission.RESTRICTION_SEE, methods=("GET", "HEAD"))
def export(request: SignedIn) -> StreamingHttpResponse:
    """The list as it is narrowed now. Names only for those who may see them."""
    rows = queries.filtered(queries.visible_to(request.user), _narrowed(request)[1])
    lines = csv_lines(HEADINGS, _cells(request, rows.prefetch_related("decisions")))
    response = StreamingHttpResponse(lines, content_type="text/csv")
    name = f"restrictions-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _narrowed(request: SignedIn) -> tuple[FilterForm, queries.Filters]:
    """The form of filters and what it narrows to; a bad value narrows nothing."""
    data = request.GET.copy()
    data.setdefault("state", "live")
    units = seen_units(request.user, Permission.RESTRICTION_SEE)
    form = FilterForm(data, units=units)
    form.is_valid()
    said = form.cleaned_data
    state = said.get("state", "live")
    return form, queries.Filters(
        state="" if state == "all" else state,
        unit=int(said["unit"]) if said.get("unit") else None,
        domain=said.get("domain", ""),
        scale=said.get("scale", ""),
        overdue=bool(said.get("overdue")),
        person=said.get("person", "").strip(),
    )


def _cells(request: SignedIn, restrictions: Any) -> Iterator[list[Any]]:
    named, today = scope_of(request.user).units(Permission.PERSON_SEE), timezone.localdate()
    for one in restrictions.iterator(chunk_size=500):
        yield [
            one.reference,
            one.person.reference,
            one.person.name if one.unit_id in named else "",
            one.unit.name,
            one.get_status_display(),
            domains(one),
            one.get_scale_display(),
            one.started_on,
            queries.due_on(one),
            "yes" if queries.is_overdue(one) else "no",
            queries.days_in_force(one, today),
            one.get_legal_basis_display(),
            len(one.decisions.all()),
            timezone.localdate(one.ended_at) if one.ended_at else "",
        ]
