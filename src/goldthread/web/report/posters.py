"""A team's reporting link as a poster to print, with its QR code."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.models import Unit
from goldthread.access.queries import seen_units
from goldthread.access.terms import Permission
from goldthread.web.pages import SignedIn, page, render

MANAGERS = (Permission.INCIDENT_STABILISE, Permission.SETTINGS_MANAGE)
SIZES = {"a4": "A4", "a5": "A5"}


def _units(request: SignedIn) -> list[Unit]:
    found = {unit.pk: unit for wanted in MANAGERS for unit in seen_units(request.user, wanted)}
    return [unit for unit in found.values() if unit.closed_on is None]


def _unit(request: SignedIn, code: str) -> Unit:
    found = next((unit for unit in _units(request) if unit.code == code), None)
    if found is None:
        raise Http404
    return found


def link_of(unit: Unit) -> str:
    """The address people type or scan."""
    return settings.BASE_URL + reverse("report:team", args=[unit.report_token])


@page(MANAGERS, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """The teams whose poster I can print."""
    rows = [(unit.name, reverse("teams:poster", args=[unit.code])) for unit in _units(request)]
    return render(request, "report/posters.html", {"rows": rows})


@page(MANAGERS, methods=("GET", "HEAD"))
def poster(request: SignedIn, code: str) -> HttpResponse:
    """The poster: prints on A4 or, with `?size=a5`, on A5."""
    unit = _unit(request, code)
    size = request.GET.get("size", "a4").lower()
    context = {
        "team": unit.name,
        "code": unit.code,
        "link": link_of(unit),
        "size": size if size in SIZES else "a4",
        "sizes": SIZES,
    }
    return render(request, "report/poster.html", context)


@page(MANAGERS, methods=("GET", "HEAD"))
def image(request: SignedIn, code: str) -> HttpResponse:
    """The QR code as a picture: large quiet zone, a quarter of it may be torn or dirty."""
    out = io.BytesIO()
    made = segno.make(link_of(_unit(request, code)), error="q", micro=False)
    made.save(out, kind="svg", border=4, xmldecl=False, svgns=True, nl=False)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
