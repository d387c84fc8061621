"""Safer because: the chain of everything and of each theme; and the page of one theme."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse

from goldthread.access.terms import Permission
from goldthread.analytics.drawing import AnyPicture
from goldthread.domain.incidents.set_lists import every_theme
from goldthread.domain.insight.measures import queries, wording
from goldthread.domain.insight.measures.definitions import measures
from goldthread.domain.insight.measures.queries import Slice
from goldthread.domain.insight.measures.terms import Dimension
from goldthread.web.charts import Address, address_of, respond, shown
from goldthread.web.measures import chains, presenters
from goldthread.web.measures.asking import Asked, asked
from goldthread.web.measures.views.measures import READ, frame, picture_of, series_of
from goldthread.web.pages import SignedIn, organisation_of, page, render

REPORTS = "reports"


@page(Permission.CONTROL_VIEW, methods=READ)
def safer(request: SignedIn) -> HttpResponse:
    """From incidents to what was shown to work, for everything and for each theme."""
    wanted = asked(request)
    unit, months = wanted.reader.unit, wanted.period
    reports = queries.by_month(Slice(unit), [REPORTS], months).get(REPORTS, {})
    whole = queries.whole(
        request.user, unit, months, sum(number.count for number in reports.values())
    )
    query = f"?{urlencode(wanted.query)}" if wanted.query else ""
    context = {
        **frame(request, wanted),
        "whole": chains.chain_shown(whole),
        "themes": [
            chains.chain_shown(one, query) for one in queries.chains(request.user, unit, months)
        ],
        "period": wording.period(months),
        "clear": reverse("measures:safer"),
    }
    return render(request, "measures/safer.html", context)


def _theme(request: SignedIn, code: str) -> Any:
    found = every_theme(organisation_of(request).pk).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _about(request: SignedIn, theme: Any) -> Asked:
    """What the address asks for, about this theme."""
    wanted = asked(request)
    which = Slice(wanted.reader.unit, Dimension.THEME, str(theme.pk))
    return Asked(wanted.reader, which, wanted.months, wanted.form, theme.name)


@page(Permission.MEASURES_VIEW, methods=READ)
def theme(request: SignedIn, code: str) -> HttpResponse:
    """One theme: how often it is reported, what was learned and changed, and whether it worked."""
    found = _theme(request, code)
    wanted = _about(request, found)
    series = series_of(measures()[REPORTS], wanted)
    picture = picture_of(request, series, wanted)
    unit, months = wanted.reader.unit, wanted.period
    inside = not wanted.reader.outside
    chain = (
        next(
            (one for one in queries.chains(request.user, unit, months) if one.theme == found), None
        )
        if inside
        else None
    )
    context = {
        **frame(request, wanted),
        "theme": found,
        "chart": shown(request, picture, _address(code, wanted)) if picture else None,
        "chain": replace(chains.chain_shown(chain), title="From incident to proof", href="")
        if chain
        else None,
        "changes": [
            chains.change_shown(action)
            for action in queries.changes(request.user, unit, months, found)
        ]
        if inside
        else [],
        "learning": queries.learning(request.user, unit, months, found) if inside else [],
        "incidents": presenters.incidents_link(wanted, months) if inside else "",
        "period": wording.period(months),
        "clear": reverse("measures:theme", args=[code]),
    }
    return render(request, "measures/theme.html", context)


def _address(code: str, wanted: Asked) -> Address:
    query = {name: value for name, value in wanted.query.items() if name != "about"}
    return address_of("measures:theme_chart", code, **query)


@page(Permission.MEASURES_VIEW, methods=READ)
def theme_chart(request: SignedIn, code: str, form: str) -> HttpResponseBase:
    """The theme over time as SVG, PNG or CSV."""
    wanted = _about(request, _theme(request, code))

    def make() -> AnyPicture:
        picture = picture_of(request, series_of(measures()[REPORTS], wanted), wanted)
        if picture is None:
            raise Http404
        return picture

    return respond(request, form, make)
