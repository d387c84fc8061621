"""A bundle on a page with what is missing, and as a folder to take away."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.governance.bundles import operations, queries
from goldthread.domain.governance.bundles.terms import SOURCE_WORDS, Asked, Bundle, Kind
from goldthread.domain.incidents.queries import visible_to
from goldthread.interchange.exporting.bundles import folder_of
from goldthread.web.bundles.forms import AskForm
from goldthread.web.components import link
from goldthread.web.incidents.finding import one_of
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.words import date, when

READ = ("GET", "HEAD")
YEAR = dt.timedelta(days=365)


@page(Permission.INCIDENT_VIEW, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """The three bundles, each with what the source asks for."""
    rows = [
        {"title": kind.label, "href": _address(kind), "words": SOURCE_WORDS[kind]} for kind in Kind
    ]
    return render(request, "bundles/list.html", {"rows": rows})


@page(Permission.INCIDENT_VIEW, methods=READ)
def one(request: SignedIn, kind: str) -> HttpResponse:
    """One bundle as it stands now: each part, its records, and what is missing."""
    form = AskForm.filters(request)
    bundle = queries.assemble(_asked(request, kind, form))
    asked = bundle.asked
    context = {
        "title": asked.kind.label,
        "bundle": bundle,
        "source": SOURCE_WORDS[asked.kind],
        "days": f"{date(asked.since)} to {date(asked.until)}",
        "parts": _shown(bundle),
        "filters_form": form,
        "address": _address(asked.kind),
        "folder": f"{reverse('bundles:folder', args=[asked.kind])}?{request.GET.urlencode()}",
        "takes": scope_of(request.user).holds(Permission.INCIDENT_EXPORT),
    }
    return render(request, "bundles/one.html", context)


@page(Permission.INCIDENT_EXPORT, methods=READ)
def folder(request: SignedIn, kind: str) -> HttpResponse:
    """The bundle as one archive with a manifest of hashes; taking it is on the trail."""
    bundle = queries.assemble(_asked(request, kind, AskForm.filters(request)))
    made = folder_of(bundle, made_by=request.user.name)
    operations.note_export(bundle, made.digest)
    response = HttpResponse(made.archive, content_type="application/zip")
    name = f"{kind}-{bundle.asked.until:%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: SignedIn, kind: str, form: AskForm) -> Asked:
    if kind not in Kind.values:
        raise Http404
    given = form.given
    until = given.get("until") or timezone.localdate()
    since = given.get("since") or until - YEAR
    incident = None
    if given.get("incident"):
        incident = one_of(visible_to(request.user), given["incident"].strip(), request.user)
        if incident is None:
            raise Http404
    organisation = incident.organisation if incident else organisation_of(request)
    return Asked(Kind(kind), request.user, organisation, since, until, incident)


def _address(kind: Kind) -> str:
    return reverse("bundles:one", args=[kind])


def _shown(bundle: Bundle) -> list[dict[str, Any]]:
    return [
        {
            "label": part.label,
            "missing": part.missing,
            "columns": part.columns,
            "rows": [
                [
                    link(row.href, _words(cell)) if number == 0 and row.href else _words(cell)
                    for number, cell in enumerate(row.cells)
                ]
                for row in part.rows
            ],
        }
        for part in bundle.parts
    ]


def _words(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return when(value)
    if isinstance(value, dt.date):
        return date(value)
    return "" if value is None else str(value)
