"""A picture as an answer: SVG, PNG or CSV, kept by its content, private, and checked anew."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.text import slugify

from goldthread.analytics import drawing
from goldthread.analytics.drawing import AnyPicture
from goldthread.interchange.exporting.tables import csv_text
from goldthread.web.charts.addresses import FORMS, fingerprint_in

KEPT = "charts"  # of settings.CACHES
KEPT_SECONDS = 7 * 24 * 3600
TYPES = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
}


def respond(request: HttpRequest, form: str, make: Callable[[], AnyPicture]) -> HttpResponseBase:
    """The picture that `make` makes, in one of FORMS; 404 for another.

    Call it when the person may see the picture. `make` is called only where neither the person's
    browser nor the cache holds what the page asked for.
    """
    if form not in FORMS:
        raise Http404
    narrow = "narrow" in request.GET and form != "csv"
    kind = f"{form}-narrow" if narrow else form
    wanted = fingerprint_in(request)
    held = _held(f"{wanted}-{kind}") if wanted else None
    if held is None:
        picture = make()
        wanted = drawing.fingerprint(picture)
        held = _held(f"{wanted}-{kind}") or _draw(picture, form, narrow, f"{wanted}-{kind}")
    name, content = held
    response = HttpResponse(content, content_type=TYPES[form])
    saved = form == "csv" or "save" in request.GET
    way = "attachment" if saved else "inline"
    response["Content-Disposition"] = f'{way}; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{wanted}-{kind}"'
    patch_cache_control(response, private=True, no_cache=True)
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _held(key: str) -> tuple[str, bytes] | None:
    found: tuple[str, bytes] | None = caches[KEPT].get(key)
    return found


def _draw(picture: AnyPicture, form: str, narrow: bool, key: str) -> tuple[str, bytes]:
    """(name of the file, its bytes), kept for the next who asks."""
    width = drawing.NARROW if narrow else drawing.WIDE
    if form == "svg":
        content = drawing.svg(picture, width).encode()
    elif form == "png":
        content = drawing.png(picture, width=width)
    else:
        table = drawing.data(picture)
        content = csv_text(table.columns, table.rows).encode()
    held = (slugify(picture.title)[:60].strip("-") or "chart", content)
    caches[KEPT].set(key, held, KEPT_SECONDS)
    return held
