"""Sharing a frozen pack by a link: made, read out, withdrawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.queries import may_prepare
from goldthread.domain.governance.rooms import operations, queries
from goldthread.domain.governance.rooms import transitions as moves
from goldthread.links.queries import links_of, live_link, masked
from goldthread.web.packs.finding import pack_or_404
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.rooms.forms import ShareForm
from goldthread.web.words import when
from goldthread.workflow.operations import permitted

P = Permission.PACK_PREPARE


def _pack(request: SignedIn, pk: int) -> Any:
    pack = pack_or_404(request, pk)
    if not may_prepare(request.user, pack) or not pack.snapshot:
        raise Http404
    return pack


@page(P)
def share(request: SignedIn, pk: int) -> HttpResponse:
    """Make a link for one recipient. It is shown once; only its hash is kept."""
    pack = _pack(request, pk)
    form = ShareForm.of(request)
    if request.method == "POST" and form.is_valid() and form.attempt(
        operations.share_pack, pack, form.cleaned_data["recipient"], form.cleaned_data["email"],
        by=request.user,
    ):  # fmt: skip
        _, link, token = form.outcome
        context = {
            "pack": pack,
            "address": f"{settings.BASE_URL}{reverse('partner:enter', args=[token])}",
            "until": link.expires_at,
            "mailed": settings.EMAIL_CONFIGURED,
        }
        response = render(request, "rooms/shared.html", context)
        response["Cache-Control"] = "no-store"
        return response
    lead = (
        "They open this one pack without an account, for 14 days, with a code that goes to their "
        "address or that you read out by telephone. Each opening is written to the trail."
    )
    back = reverse("packs:one", args=[pk])
    context = {
        "title": "Share by a link",
        "lead": lead,
        "form": form,
        "button": "Make the link",
        "back": back,
        "cancel": back,
    }
    return render(request, "layouts/form.html", context)


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn, pk: int) -> HttpResponse:
    """Everyone the pack was shared with, and whether the link still opens it."""
    pack, now = _pack(request, pk), timezone.now()
    rows = []
    for one in queries.shares_of(pack)[:50]:
        link = links_of(one).first()
        live = live_link(one, now)
        rows.append(
            {
                "share": one,
                "to": masked(link.recipient) if link else "",
                "live": live is not None,
                "state": f"Opens until {when(live.expires_at)}"
                if live
                else "Opens nothing any more",
            }
        )
    context = {"pack": pack, "rows": rows, "may_share": permitted(moves.SHARE, pack, request.user)}
    return render(request, "rooms/shares.html", context)


def _share(request: SignedIn, pk: int, number: int) -> tuple[Any, Any]:
    pack = _pack(request, pk)
    return pack, get_object_or_404(queries.shares_of(pack), pk=number)


@page(P, methods=("POST",))
def code(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """A code to read out by telephone, shown once."""
    pack, one = _share(request, pk, number)
    link = live_link(one, timezone.now())
    if link is None:
        raise Http404
    made = operations.code_for(one, link, by=request.user)
    response = render(request, "rooms/code.html", {"pack": pack, "code": f"{made[:3]} {made[3:]}"})
    response["Cache-Control"] = "no-store"
    return response


@page(P, methods=("POST",))
def withdraw(request: SignedIn, pk: int, number: int) -> HttpResponse:
    """Withdraw the link."""
    _, one = _share(request, pk, number)
    operations.withdraw_share(one, by=request.user)
    return done(request, "The link is withdrawn: it opens nothing any more.", "sharing:list", pk)
