"""The unknown names that imports brought, and placing all incidents of one of them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.queries import teams
from goldthread.access.terms import Permission
from goldthread.domain.incidents.operations import place_proposed
from goldthread.domain.incidents.queries import proposed_units, unplaced
from goldthread.web.components import link
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.placing.forms import PlaceForm
from goldthread.web.words import plural


@page(Permission.INCIDENT_PLACE, methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Each unknown name with how many incidents wait under it, the most first."""
    found = proposed_units(request.user)
    rows = [(link(_address(name), name), f"{waiting:,}") for name, waiting in found]
    unnamed = unplaced(request.user).filter(proposed_unit="").count()
    return render(request, "placing/list.html", {"rows": rows, "unnamed": unnamed})


@page(Permission.INCIDENT_PLACE)
def one(request: SignedIn) -> HttpResponse:
    """Place every incident whose file gave this name."""
    name = request.GET.get("name", "")
    waiting = dict(proposed_units(request.user)).get(name)
    if not waiting:
        raise Http404
    organisation = organisation_of(request)
    units = [unit for unit in teams(organisation.pk) if unit.pk != organisation.pk]
    form = PlaceForm.of(request, units=units)
    if form.is_valid() and form.attempt(place_proposed, name, form.chosen, by=request.user):
        moved = plural(form.outcome, "incident")
        left = waiting - form.outcome
        more = f" {plural(left, 'more waits', 'more wait')}: place them too." if left else ""
        to = _address(name) if left else "placing:list"
        return done(request, f"{moved} placed with {form.chosen.name}.{more}", to)
    return render(
        request,
        "layouts/form.html",
        {
            "title": f"Which team is “{name}”?",
            "form": form,
            "button": "Place them",
            "back": reverse("placing:list"),
            "lead": f"{plural(waiting, 'incident')} "
            f"{'names' if waiting == 1 else 'name'} this team. The clocks move with them.",
        },
    )


def _address(name: str) -> str:
    return f"{reverse('placing:one')}?{urlencode({'name': name})}"
