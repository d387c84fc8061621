"""The indicators, each with its step-up and timescale."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import operations, queries
from goldthread.domain.registers.escalation.operations import Wording
from goldthread.web.administration.editing import edit, seen
from goldthread.web.components import link
from goldthread.web.escalation.forms import IndicatorForm
from goldthread.web.pages import SignedIn, done, organisation_of, page, render
from goldthread.web.words import date

P = Permission
COLUMNS = ("Indicator", "Threshold", "Step-up", "Within", "Standing")
NAMES = (
    "name", "meaning", "threshold", "step_up", "within_amount", "within_unit", "source_text",
)  # fmt: skip


@page((P.INDICATORS_KEEP, P.ESCALATION_SEE), methods=("GET", "HEAD"))
def index(request: SignedIn) -> HttpResponse:
    """Every indicator, those without a step-up first."""
    organisation = organisation_of(request)
    versions = sorted(
        queries.every_indicator(organisation),
        key=lambda one: (one.indicator.retired_on is not None, one.mapped, one.name),
    )
    context = {
        "rows": [_row(one) for one in versions],
        "columns": COLUMNS,
        "unmapped": sum(not one.mapped and one.indicator.retired_on is None for one in versions),
        "may_keep": _keeps(request),
    }
    return render(request, "escalation/indicators.html", context)


def _keeps(request: SignedIn) -> bool:
    return scope_of(request.user).holds(P.INDICATORS_KEEP, organisation_of(request).pk)


def _row(one: Any) -> list[Any]:
    within = f"{one.within_amount:,} {one.get_within_unit_display()}" if one.mapped else ""
    standing = "In use"
    if one.indicator.retired_on is not None:
        standing = f"Retired {date(one.indicator.retired_on)}"
    elif not one.mapped:
        standing = "No step-up yet"
    elif one.needs_checking:
        standing = "In use, to be agreed locally"
    href = reverse("escalation:indicator", args=[one.indicator.code])
    return [link(href, one.name), one.threshold, one.step_up, within, standing]


@page(P.INDICATORS_KEEP)
def add(request: SignedIn) -> HttpResponse:
    """Add an indicator."""
    form = IndicatorForm.of(request)
    form.fields.pop("retired")
    if form.is_valid() and form.attempt(
        operations.add_indicator, organisation_of(request), _wording(form), by=request.user
    ):
        return done(request, f"“{form.outcome.name}” is added.", "escalation:indicators")
    return edit(request, form, "Add an indicator", reverse("escalation:indicators"), button="Add")


@page((P.INDICATORS_KEEP, P.ESCALATION_SEE))
def one(request: SignedIn, code: str) -> HttpResponse:
    """Change what an indicator says from now on, or retire it."""
    found = queries.every_indicator(organisation_of(request)).filter(indicator__code=code).first()
    if found is None:
        raise Http404
    indicator = found.indicator
    if not _keeps(request):
        return render(request, "escalation/indicator.html", _read(found))
    initial = {name: getattr(found, name) for name in NAMES}
    initial["retired"] = indicator.retired_on is not None
    form = IndicatorForm.of(request, initial=initial, record=seen(indicator))
    if form.is_valid() and form.attempt(
        operations.save_indicator,
        indicator,
        _wording(form),
        retired=form.cleaned_data["retired"],
        by=request.user,
    ):
        words = "Saved from now on. What was observed before keeps the earlier wording."
        return done(request, words, "escalation:indicators")
    back = reverse("escalation:indicators")
    lead = "" if found.mapped else "It leads to no step-up yet: say what is done, and how soon."
    return edit(request, form, found.name, back, record=indicator, lead=lead)


def _read(version: Any) -> dict[str, Any]:
    versions = list(queries.indicator_versions(version.indicator))
    return {"version": version, "versions": versions, "row": _row(version)}


def _wording(form: Any) -> Wording:
    return Wording(**{name: form.cleaned_data[name] for name in NAMES})
