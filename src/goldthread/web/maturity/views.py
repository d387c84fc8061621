"""The maturity view: five markers worked out from what was recorded, never scored by anyone."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.domain.governance.maturity import queries
from goldthread.domain.governance.maturity.terms import YEAR
from goldthread.domain.insight.measures.queries import counted_at
from goldthread.web.maturity import presenters
from goldthread.web.measures.asking import asked
from goldthread.web.pages import SignedIn, page, render


@page(Permission.CONTROL_VIEW, methods=("GET", "HEAD"))
def maturity(request: SignedIn) -> HttpResponse:
    """Each marker for one unit and everything below it: the last year, the quarters, the units."""
    wanted = asked(request)
    today, unit = timezone.localdate(), wanted.reader.unit
    below = [one for one in wanted.reader.units if one.path.startswith(unit.path) and one != unit]
    found = queries.maturity(unit, [one.pk for one in below], today)
    shown = queries.quarters(today)
    context = {
        "asked": wanted,
        "filters_form": wanted.form,
        "clear": reverse("maturity:view"),
        "counted_at": counted_at(),
        "markers": [presenters.marker_shown(one, wanted.link) for one in found],
        "measured": sum(one.measured for one in found),
        "year": presenters.period(shown[-YEAR:]),
        "quarter_columns": presenters.quarter_columns(shown),
        "quarter_rows": presenters.quarter_rows(found),
        "unit_columns": presenters.unit_columns(found),
        "unit_rows": presenters.unit_rows(found, below, wanted.link),
    }
    return render(request, "maturity/view.html", context)
