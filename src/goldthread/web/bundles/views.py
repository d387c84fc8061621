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
from goldthread.domain.governance.bundles.terms import SOURCE_WORDS, Asked, Bundle, Kind, Part
from goldthread.domain.governance.bundles.terms import Row as BundleRow
from goldthread.domain.incidents.queries import visible_to
from goldthread.interchange.exporting.bundles import folder_of
from goldthread.web.bundles.forms import AskForm
from goldthread.web.components import link
from goldthread.web.incidents.finding import one_of
from goldthread.web.pages import SignedIn, organisation_of, page, render
from goldthread.web.words import date

READ = ("GET", "HEAD")
YEAR = dt.timedelta(days=365)
FIRST = 20  # rows of a part on the page at first; the folder always holds all
UNBROKEN = ("Incident", "Restriction", "Person", "Complaint")


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
        "parts": _shown(bundle, request),
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


def _shown(bundle: Bundle, request: SignedIn) -> list[dict[str, Any]]:
    """Each part for the page: the first rows of a long one, until all of it is asked for."""
    whole = request.GET.get("whole", "")
    return [
        {
            "label": part.label,
            "missing": part.missing,
            "count": len(part.rows),
            "columns": tuple((name, "ref") if name in UNBROKEN else name for name in part.columns),
            "rows": [_cells(row) for row in part.rows[: None if part.code == whole else FIRST]],
            "all": "" if part.code == whole or len(part.rows) <= FIRST else _whole(request, part),
        }
        for part in bundle.parts
    ]


def _cells(row: BundleRow) -> list[Any]:
    words = [_words(cell) for cell in row.cells]
    return [link(row.href, words[0]), *words[1:]] if row.href else words


def _whole(request: SignedIn, part: Part) -> str:
    query = request.GET.copy()
    query["whole"] = part.code
    return f"?{query.urlencode()}"


def _words(value: Any) -> str:
    """The day alone: the exact time stands on the record and in the folder."""
    if isinstance(value, dt.datetime):
        return date(timezone.localdate(value))
    if isinstance(value, dt.date):
        return date(value)
    return "" if value is None else str(value)
