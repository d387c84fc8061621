"""My calendar's private address, and the calendar itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks.queries import ended_lately, with_names
from goldthread.domain.incidents.lists import by_thread, waiting_for, without_kept
from goldthread.notices import calendars
from goldthread.notices import choices as chosen
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.tries import Tries
from goldthread.web.work.presenters import href

TRIES = Tries("calendar", 20, 15 * 60)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


@page(signed_in=True, methods=("GET", "HEAD"))
def calendar(request: SignedIn) -> HttpResponse:
    """Whether my calendar has an address, since when, and whether a program asks for it."""
    found = calendars.calendar_address(request.user)
    return render(request, "notices/calendar.html", {"found": found, "address": ""})


@page(signed_in=True, methods=("POST",))
def make(request: SignedIn) -> HttpResponse:
    """Make a new address; it is shown this once, and an earlier one is dead from now on."""
    token = chosen.new_calendar_address(request.user)
    address = request.build_absolute_uri(reverse("feed:calendar", args=[token]))
    found = calendars.calendar_address(request.user)
    response = render(request, "notices/calendar.html", {"found": found, "address": address})
    response["Cache-Control"] = "no-store"
    return response


@page(signed_in=True, methods=("POST",))
def end(request: SignedIn) -> HttpResponse:
    """Take the address away."""
    chosen.end_calendar_address(request.user)
    return done(request, "Your calendar has no address any more.", "told:calendar")


@page(public=True, methods=("GET", "HEAD"))
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind an address, made anew each time it is asked for."""
    if TRIES.too_many(request):
        return HttpResponse("Too many tries. Wait 15 minutes.", "text/plain", status=429)
    found = calendars.address_of(token)
    if found is None:
        TRIES.count(request)
        raise Http404
    now = timezone.now()
    chosen.note_fetched(found, now)
    response = HttpResponse(_calendar(found.user), "text/calendar; charset=utf-8")
    for name, value in HEADERS.items():
        response[name] = value
    response["Content-Disposition"] = 'inline; filename="goldthread.ics"'
    return response


def _calendar(person: User) -> bytes:
    now = timezone.now()
    running = list(with_names(waiting_for(person))[: calendars.MOST])
    lately = ended_lately(person, now - calendars.CANCELLED_FOR)
    ended = list(with_names(without_kept(person, lately))[: calendars.MOST])
    clocks = [*running, *ended]
    incidents = by_thread({clock.thread for clock in clocks if clock.thread})
    links = {}
    for clock in clocks:
        incident = incidents.get(clock.thread) if clock.thread else None
        links[clock.pk] = href(clock, incident.reference if incident else "")
    return calendars.calendar_of(clocks, links, now)
