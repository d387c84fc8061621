"""The list of packs, one pack on a page, and its charts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.core.cache import caches
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.drawing.rendering import rendered
from goldthread.domain.governance.packs import queries
from goldthread.domain.governance.packs.terms import Kind, Status
from goldthread.web.packs import presenters as present
from goldthread.web.packs.finding import pack_or_404
from goldthread.web.pages import SignedIn, page, render

READ = ("GET", "HEAD")
P = Permission.PACK_READ
MOST = 50
KEPT = "charts"  # of settings.CACHES
KEPT_SECONDS = 7 * 24 * 3600


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """Packs you may read, the latest days first; and, for who prepares them, a new one."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    found = list(queries.in_list(queries.visible_to(request.user), kind=kind)[: MOST + 1])
    context = {
        "columns": present.COLUMNS,
        "rows": present.rows(found[:MOST]),
        "more": len(found) > MOST,
        "kind": kind,
        "choices": Kind.choices,
        "kinds": present.kinds(scope_of(request.user).holds(Permission.PACK_PREPARE)),
    }
    return render(request, "packs/list.html", context)


@page(P, methods=READ)
def one(request: SignedIn, pk: int) -> HttpResponse:
    """One pack: a draft with what may still be written, or what was frozen."""
    pack = pack_or_404(request, pk)
    prepares = queries.may_prepare(request.user, pack)
    files = queries.files_of(pack) if pack.snapshot else None
    context = {
        "pack": pack,
        "facts": present.facts(pack),
        "tone": present.TONES[pack.status],
        "parts": present.parts(pack, request.user),
        "writes": prepares and pack.status == Status.DRAFT,
        "writes_share": prepares and pack.outside and bool(pack.snapshot),
        "files": files,
        "files_words": present.files_words(files),
        "replaced_by": queries.visible_to(request.user).filter(replaces=pack).first(),
    }
    return render(request, "packs/one.html", context)


@page(P, methods=READ)
def chart(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """One chart of the pack as SVG, drawn from what the pack keeps."""
    return chart_answer(request, pack_or_404(request, pk), number)


def chart_answer(request: Any, pack: Any, number: int) -> HttpResponse:
    """The chart with a number, counted over all sections; 404 for another."""
    charts = [one for section in queries.sections_of(pack) for one in section["charts"]]
    if number >= len(charts):
        raise Http404
    kept = charts[number]
    spec = kept["narrow"] if "narrow" in request.GET else kept["spec"]
    response = HttpResponse(_drawn(spec, kept), content_type="image/svg+xml; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="chart.svg"'
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _drawn(spec: dict[str, Any], kept: dict[str, Any]) -> bytes:
    """The SVG, kept by the content it is drawn from."""
    key = hashlib.sha256(json.dumps([spec, kept["title"]], sort_keys=True).encode()).hexdigest()
    held: bytes | None = caches[KEPT].get(f"pack-{key}")
    if held is None:
        held = rendered(spec, kept["title"], kept["description"]).encode()
        caches[KEPT].set(f"pack-{key}", held, KEPT_SECONDS)
    return held
