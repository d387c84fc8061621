"""Alive, and ready. Neither says anything about the machine that an outsider could use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from goldthread.upkeep.readiness import hindrances
from goldthread.web.pages import page


@page(public=True, methods=("GET", "HEAD"))
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all; restart it when it does not."""
    return _uncached(HttpResponse("ok", content_type="text/plain"))


@page(public=True, methods=("GET", "HEAD"))
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when requests can be served, else 503 with what stands in the way."""
    found = hindrances()
    return _uncached(
        JsonResponse({"ready": not found, "waiting_for": found}, status=503 if found else 200)
    )


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
