"""The control view: overdue, unverified, repeats, oldest."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.domain.insight.measures import queries
from goldthread.domain.insight.measures.queries.control import SHOWN
from goldthread.web.measures import controlling
from goldthread.web.measures.asking import asked
from goldthread.web.pages import SignedIn, page, render


@page(Permission.CONTROL_VIEW, methods=("GET", "HEAD"))
def control(request: SignedIn) -> HttpResponse:
    """What is under control at one unit and everything below it, and what is not."""
    wanted = asked(request)
    found = queries.control(request.user, wanted.reader.unit)
    units = {unit.pk: unit for unit in wanted.reader.units}
    context = {
        "asked": wanted,
        "filters_form": wanted.form,
        "counted_at": queries.counted_at(),
        "total": found.total,
        "overdue": [controlling.overdue(action) for action in found.overdue],
        "unverified": [controlling.unverified(action) for action in found.unverified],
        "late_checks": [controlling.late_check(row) for row in found.late_checks],
        "repeats": [controlling.repeat(one) for one in found.repeats[:SHOWN]],
        "oldest": [controlling.oldest(incident) for incident in found.oldest],
        "lines": controlling.lines(found.by_unit, units),
        "columns": controlling,
        "clear": reverse("measures:control"),
    }
    return render(request, "measures/control.html", context)
