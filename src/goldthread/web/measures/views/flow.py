"""From incident to embedded change: how long it takes, and how far it gets."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.analytics.drawing import Durations
from goldthread.analytics.drawing import Funnel as FunnelPicture
from goldthread.domain.insight.measures import pictures, queries, wording
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries import Number
from goldthread.web.charts import address_of, respond, shown
from goldthread.web.measures import presenters
from goldthread.web.measures.asking import Asked, asked
from goldthread.web.measures.views.measures import READ, frame, picture_of, series_of
from goldthread.web.pages import SignedIn, page, render

P = Permission.MEASURES_VIEW
LAG = "learning_lag"


@page(P, methods=READ)
def lag(request: SignedIn) -> HttpResponse:
    """The learning lag: its chart, and how long changes took, those under way included."""
    measure, wanted = measures()[LAG], asked(request)
    series = series_of(measure, wanted)
    picture = picture_of(request, series, wanted)
    spread = None if wanted.reader.outside else durations(request, wanted)
    context = {
        **frame(request, wanted),
        "measure": measure,
        "chart": shown(request, picture, address_of("measures:chart", LAG, **wanted.query))
        if picture
        else None,
        "spread": shown(request, spread, address_of("measures:lag_chart", **wanted.query))
        if spread and (spread.days or spread.open_days)
        else None,
        "about": presenters.about(measure),
        "last_words": wording.of_spot(measure, series.last) if series.last else "",
        "last_period": wording.period(series.last.months) if series.last else "",
        "clear": reverse("measures:lag"),
    }
    return render(request, "measures/lag.html", context)


def durations(request: SignedIn, wanted: Asked) -> Durations:
    """How long each change of the period took."""
    numbers = queries.by_month(wanted.which, [LAG], wanted.period).get(LAG, {})
    waiting = queries.still_waiting(request.user, wanted.which)
    return pictures.durations_picture(Number.sum(numbers.values()), waiting, wanted.where)


@page(P, methods=READ)
def lag_chart(request: SignedIn, form: str) -> HttpResponseBase:
    """How long changes took, as SVG, PNG or CSV."""
    wanted = asked(request)
    if wanted.reader.outside:
        raise Http404
    return respond(request, form, lambda: durations(request, wanted))


@page(P, methods=READ)
def funnel(request: SignedIn) -> HttpResponse:
    """Recorded, implemented, communicated, verified."""
    wanted = asked(request)
    found, months = _funnel(wanted)
    picture = pictures.funnel_picture(found, wanted.where)
    visible = queries.funnel_shown(found) if wanted.reader.outside else True
    context = {
        **frame(request, wanted),
        "found": found,
        "withheld": not visible,
        "chart": shown(request, picture, address_of("measures:funnel_chart", **wanted.query))
        if found.recorded and visible
        else None,
        "months": [] if wanted.reader.outside else months,
        "period": wording.period(wanted.period),
        "clear": reverse("measures:funnel"),
    }
    return render(request, "measures/funnel.html", context)


def _funnel(wanted: Asked) -> tuple[queries.Funnel, list[list[object]]]:
    by_month = queries.funnels(wanted.which, wanted.period)
    rows: list[list[object]] = [
        [wording.month(month), one.recorded, one.implemented, one.communicated, one.verified]
        for month, one in reversed(by_month.items())
    ]
    return queries.together(list(by_month.values())), rows


@page(P, methods=READ)
def funnel_chart(request: SignedIn, form: str) -> HttpResponseBase:
    """The funnel as SVG, PNG or CSV."""
    wanted = asked(request)
    found = _funnel(wanted)[0]
    if wanted.reader.outside and not queries.funnel_shown(found):
        raise Http404

    def make() -> FunnelPicture:
        return pictures.funnel_picture(found, wanted.where)

    return respond(request, form, make)
