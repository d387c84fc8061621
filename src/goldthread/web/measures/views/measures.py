"""The list of measures, one measure, its chart, the learning lag and the funnel."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.analytics.drawing import AnyPicture, Picture
from goldthread.domain.insight.measures import definitions, pictures, queries, wording
from goldthread.domain.insight.measures.definitions import Measure
from goldthread.domain.insight.measures.queries import UNITS, Series
from goldthread.domain.insight.measures.terms import Dimension
from goldthread.web.charts import address_of, respond, shown
from goldthread.web.measures import presenters
from goldthread.web.measures.asking import Asked, asked
from goldthread.web.pages import SignedIn, page, render

READ = ("GET", "HEAD")
P = Permission.MEASURES_VIEW
INSIDE = (UNITS, Dimension.THEME, Dimension.PATHWAY, Dimension.EVENT_TYPE, Dimension.HARM)
OUTSIDE = (UNITS, Dimension.THEME, Dimension.PATHWAY)


@page(P, methods=READ)
def index(request: SignedIn) -> HttpResponse:
    """Every measure with its last whole month and what the chart says of it."""
    wanted = asked(request)
    measures = [one for one in definitions.measures().values() if _fits(one, wanted)]
    found = queries.all_series(wanted.reader, measures, wanted.which, wanted.months)
    last = next((one.last for one in found.values() if one.last), None)
    context = {
        **frame(request, wanted),
        "groups": presenters.groups(found, wanted),
        "last": wording.period(last.months) if last else "",
        "clear": reverse("measures:list"),
    }
    return render(request, "measures/list.html", context)


def _fits(measure: Measure, wanted: Asked) -> bool:
    """A caseload is not known by theme or pathway, and neither is what a register holds."""
    return not ((measure.per or measure.of_a_register) and wanted.which.dimension)


def _split_by(measure: Measure, wanted: Asked) -> tuple[str, ...]:
    """What its number is split by for this reader."""
    if wanted.which.dimension:
        return ()
    if measure.of_a_register:
        return (UNITS,)
    return OUTSIDE if wanted.reader.outside else INSIDE


def frame(request: SignedIn, wanted: Asked) -> dict[str, Any]:
    """What every page of measures shows around its numbers."""
    return {
        "asked": wanted,
        "filters_form": wanted.form,
        "counted_at": queries.counted_at(),
        "outside": wanted.reader.outside,
        "may_enter": scope_of(request.user).holds(Permission.SETTINGS_MANAGE),
    }


def measure_or_404(code: str) -> Measure:
    """The measure with this code."""
    found = definitions.measures().get(code)
    if found is None:
        raise Http404
    return found


def series_of(measure: Measure, wanted: Asked) -> Series:
    """The series the page asks for."""
    if not _fits(measure, wanted):
        raise Http404
    return queries.series(wanted.reader, measure, wanted.which, wanted.months)


def picture_of(request: SignedIn, series: Series, wanted: Asked) -> Picture | None:
    """Its chart, with what went live where one team, theme or pathway is looked at."""
    narrow = bool(wanted.which.dimension) or wanted.reader.unit.kind == "team"
    since = series.spots[0].at if series.spots else None
    live = (
        queries.went_live(request.user, wanted.which, since)
        if narrow and since and not wanted.reader.outside
        else []
    )
    return pictures.picture_of(series, wanted.where, live)


@page(P, methods=READ)
def one(request: SignedIn, code: str) -> HttpResponse:
    """One measure: its chart, what it is made of, and the incidents behind it."""
    measure, wanted = measure_or_404(code), asked(request)
    series = series_of(measure, wanted)
    picture = picture_of(request, series, wanted)
    address = address_of("measures:chart", code, **wanted.query)
    dimensions = _split_by(measure, wanted)
    period = [month for spot in series.spots for month in spot.months if month in wanted.period]
    splits = queries.splits(wanted.reader, measure, dimensions, period, wanted.names)
    context = {
        **frame(request, wanted),
        "measure": measure,
        "chart": shown(request, picture, address) if picture else None,
        "last": series.last,
        "last_words": wording.of_spot(measure, series.last) if series.last else "",
        "last_period": wording.period(series.last.months) if series.last else "",
        "last_made_of": wording.counted(measure, series.last.number, series.last.exposure)
        if series.last and series.last.value is not None
        else "",
        "about": presenters.about(measure),
        "gaps": presenters.gaps(series),
        "monthly": presenters.monthly(series, wanted),
        "month_columns": presenters.month_columns(measure, wanted),
        "drills": presenters.drills(measure, wanted),
        "splits": [
            presenters.split_shown(measure, found, wanted)
            for found in splits
            if found.parts or found.withheld
        ],
        "period": wording.period(period) if period else "",
        "clear": reverse("measures:one", args=[code]),
    }
    return render(request, "measures/one.html", context)


@page(P, methods=READ)
def chart(request: SignedIn, code: str, form: str) -> HttpResponseBase:
    """The chart of one measure as SVG, PNG or CSV."""
    measure, wanted = measure_or_404(code), asked(request)

    def make() -> AnyPicture:
        picture = picture_of(request, series_of(measure, wanted), wanted)
        if picture is None:
            raise Http404
        return picture

    return respond(request, form, make)
