"""The outbox: which e-mails wait, were tried, were given up or sent, and why."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.notices import queries
from goldthread.notices.outbox import send_again
from goldthread.notices.terms import MailState
from goldthread.web.administration.editing import whole_organisation
from goldthread.web.notices import presenters
from goldthread.web.notices.forms import OutboxForm
from goldthread.web.pages import SignedIn, done, page, render

P = Permission.SETTINGS_MANAGE
PAGE = 50


@page(P, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every e-mail to people of the organisation, fifty a page, the newest first."""
    organisation = whole_organisation(request)
    form = OutboxForm.filters(request)
    state = str(form.given.get("state", ""))
    rows = queries.outbox(organisation.pk, state)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    more = ""
    if len(found) > PAGE:
        more = f"?{urlencode({'before': found[PAGE - 1].pk} | ({'state': state} if state else {}))}"
    counts = queries.outbox_counts(organisation.pk)
    context = {
        "mail": settings.EMAIL_CONFIGURED,
        "filters": form,
        "in_use": int(bool(state)),
        "figures": [(label, counts.get(code, 0), code) for code, label in MailState.choices],
        "fault": queries.last_fault(organisation.pk),
        "gathering": queries.waiting_for_digest(organisation.pk),
        "columns": presenters.OUTBOX,
        "rows": presenters.outbox_rows(request, found[:PAGE]),
        "older": reverse("outbox:list") + more if more else "",
    }
    return render(request, "notices/outbox.html", context)


@page(P, methods=("POST",))
def again(request: SignedIn, pk: int) -> HttpResponse:
    """Send one e-mail now, or once more."""
    organisation = whole_organisation(request)
    mail = queries.outbox(organisation.pk).filter(pk=pk).first()
    if mail is None:
        raise Http404
    send_again(mail, by=request.user)
    return done(request, "The message leaves within a minute.", "outbox:list")
