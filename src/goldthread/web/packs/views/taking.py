"""The files of a frozen pack: asked for, and taken."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.text import slugify

from goldthread.access.terms import Permission
from goldthread.domain.governance.packs import operations, queries
from goldthread.domain.governance.packs.terms import FileState
from goldthread.interchange.exporting.packs.making import make_files
from goldthread.web.packs.finding import pack_or_404
from goldthread.web.pages import SignedIn, done, page
from goldthread.workflow.refusals import refuse

P = Permission.PACK_READ
TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
RESTRICTED = "PCK-10"


@page(P, methods=("POST",))
def ask(request: SignedIn, pk: int) -> HttpResponse:
    """Have the PDF and the archive made in the background."""
    pack = pack_or_404(request, pk)
    if not pack.snapshot:
        raise Http404
    with transaction.atomic():
        files = operations.ask_for_files(pack, by=request.user)
        if files.state == FileState.WAITING:
            make_files.enqueue(pack.pk)
    words = (
        "The files are ready." if files.state == FileState.READY else "The files are being made."
    )
    return done(request, words, "packs:one", pk)


@page(P, methods=("GET", "HEAD"))
def take(request: SignedIn, pk: int, form: str) -> HttpResponse:
    """The PDF or the archive. Taking it is written to the trail."""
    return file_answer(pack_or_404(request, pk), form, by=request.user)


def file_answer(pack: Any, form: str, *, by: Any) -> HttpResponse:
    """A file of a pack as an answer; 404 while it is not made."""
    files = queries.whole_files_of(pack)
    if form not in TYPES or files is None or files.state != FileState.READY:
        raise Http404
    if queries.restricted_now(pack):
        raise refuse(
            RESTRICTED,
            "An incident in this pack was restricted to named people after the pack was frozen, so "
            "its files are not handed out any more. Draft the pack again: it drops out.",
        )
    operations.note_taken(pack, form, by=by, digest=files.digest if form == "zip" else "")
    content = files.pdf if form == "pdf" else files.archive
    response = HttpResponse(bytes(content), content_type=TYPES[form])
    name = slugify(pack.title)[:80].strip("-") or "pack"
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
