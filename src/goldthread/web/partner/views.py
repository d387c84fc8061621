"""Opening a link with its code, and answering what it shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from goldthread.links import operations as links
from goldthread.links import queries
from goldthread.links.terms import PARTNER
from goldthread.web.packs.views.reading import chart_answer
from goldthread.web.packs.views.taking import file_answer
from goldthread.web.pages import page, render
from goldthread.web.partner.forms import CodeForm
from goldthread.web.partner.private import forget, opened, private, remember
from goldthread.web.partner.subjects import SUBJECTS, Subject
from goldthread.web.tries import Tries
from goldthread.workflow.refusals import Refusal, Refused

TRIES = Tries("partner", 20, 15 * 60)
TOO_MANY = Refusal("LNK-09", "Too many tries from here. Wait 15 minutes, then try again.")
ASK_US = (
    "No message could be sent from here. Ring whoever sent you the link and ask them for a code."
)


@private
@page(public=True)
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link asks for the code and enters it; nothing of the record is shown yet."""
    if TRIES.too_many(request):
        return closed(request, TOO_MANY, 429)
    try:
        link = queries.by_token(token, timezone.now())
    except Refused as refused:
        TRIES.count(request)
        return closed(request, refused.refusals[0])
    _, record = _record(link)
    asked = request.method == "POST" and "send" in request.POST
    form = CodeForm(
        request.POST if request.method == "POST" and not asked else None, request=request
    )
    said = _send(link, record, form) if asked else ""
    if not asked and form.is_valid():
        if form.attempt(links.open_with_code, link, form.cleaned_data["code"], record):
            return remember(redirect("partner:one"), request, token)
        TRIES.count(request)
    context = {
        "form": form,
        "organisation": link.organisation.name,
        "masked": queries.masked(link.recipient),
        "said": said,
        "until": link.expires_at,
    }
    return render(request, "partner/enter.html", context)


def _send(link: Any, record: Any, form: CodeForm) -> str:
    """Post the code; what is said of it, empty where it is refused (the form says why)."""
    try:
        sent = links.post_code(link, record)
    except Refused as refused:
        return refused.refusals[0].sentence
    masked = queries.masked(link.recipient)
    return f"A code is on its way to {masked}. It works for 15 minutes." if sent else ASK_US


@private
@page(public=True)
def one(request: HttpRequest) -> HttpResponse:
    """What the link opens, and the partner's answer to it."""
    token = opened(request)
    try:
        link = queries.by_token(token, timezone.now())
    except Refused as refused:
        return forget(closed(request, _lost() if not token else refused.refusals[0]))
    subject, record = _record(link)
    if request.method == "GET":
        links.note_opening(link, record)
    if subject.form is None:
        context = {"organisation": link.organisation.name, **subject.show(record)}
        return render(request, subject.template, context)
    form = subject.form(request.POST if request.method == "POST" else None, request=request)
    if form.is_valid() and form.attempt(_answer, subject, record, link, request, form):
        return _answered(request, form.outcome, link)
    form.record = record
    context = {
        "form": form,
        "title": subject.title,
        "record": record,
        "organisation": link.organisation.name,
        **subject.show(record),
    }
    return render(request, subject.template, context)


@private
@page(public=True, methods=("GET", "HEAD"))
def chart(request: HttpRequest, number: int) -> HttpResponse:
    """One chart of the pack that this browser opened."""
    return chart_answer(request, _opened_pack(request), number)


@private
@page(public=True, methods=("GET", "HEAD"))
def take(request: HttpRequest, form: str) -> HttpResponse:
    """The files of the pack that this browser opened, where they are made."""
    return file_answer(_opened_pack(request), form, by=PARTNER)


def _opened_pack(request: HttpRequest) -> Any:
    """The pack behind the link this browser opened; 404 where it opened none, or another record."""
    try:
        link = queries.by_token(opened(request), timezone.now())
    except Refused:
        raise Http404 from None
    if link.subject_type != "rooms.packshare":
        raise Http404
    return _record(link)[1].pack


def _answer(subject: Subject, record: Any, link: Any, request: HttpRequest, form: Any) -> str:
    typed = request.POST.get("seen", "")
    seen = int(typed) if typed.isdecimal() and len(typed) < 10 else 0
    return subject.answer(record, link, seen=seen, **form.cleaned_data)


def _answered(request: HttpRequest, said: str, link: Any) -> HttpResponse:
    link.refresh_from_db()
    response = render(request, "partner/answered.html", {"said": said})
    return forget(response) if link.used_at else response


def _lost() -> Refusal:
    return Refusal(
        "LNK-10", "This page was left open too long. Open the link in the message again."
    )


def _record(link: Any) -> tuple[Subject, Any]:
    subject = SUBJECTS[link.subject_type]
    return subject, subject.find(link.subject_id)


def closed(request: HttpRequest, refusal: Refusal, status: int = 404) -> HttpResponse:
    """One sentence why nothing is shown; it does not say whether a record exists."""
    return render(request, "partner/closed.html", {"refusal": refusal}, status=status)
