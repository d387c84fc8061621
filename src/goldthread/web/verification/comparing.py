"""Typing what was counted before a change and since, and reading what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from goldthread.access.terms import Permission
from goldthread.analytics.drawing import AnyPicture
from goldthread.analytics.effect import Proposal, propose
from goldthread.domain.verification import queries
from goldthread.domain.verification.terms import Comparison, EffectVerdict
from goldthread.web.charts import address_of, respond, shown
from goldthread.web.measures.trends import Months, months_of
from goldthread.web.pages import SignedIn, done, page, render
from goldthread.web.verification import effects
from goldthread.web.verification.comparing_forms import FORMS
from goldthread.web.verification.effect_pictures import picture_of
from goldthread.web.verification.plans import plan_of

# What each way asks for, as the link to it says.
ASKS = {
    Comparison.WINDOWS: "Two counts and what they were counted over. Always possible.",
    Comparison.BETWEEN: "The day of each event. For what happens less than about once a month.",
    Comparison.FROZEN: "A figure a month. For twelve months or more before the change.",
}


@dataclass(frozen=True)
class Way:
    """Another way to compare, as a link."""

    label: str
    href: str
    asks: str


@page((Permission.VERIFICATION_WORK, Permission.INCIDENT_ADD))
def record(request: SignedIn, pk: int) -> HttpResponse:
    """Type what was counted before and since, in the way proposed or another, and see the answer."""
    plan = plan_of(request, pk)
    need = queries.what_it_needs(plan)
    today = timezone.localdate()
    months = months_of(request.user, plan) if need and need.after_from else None
    proposal = _proposal(need, months)
    way = _way(request, need, proposal)
    form = FORMS[way].of(request, need=need, initial=_initial(way, months) | {"after_until": today})
    because = (
        proposal.why
        if way == proposal.comparison
        else (
            f"Chosen by hand. Goldthread proposed: {Comparison(proposal.comparison).label.lower()}. "
            f"{proposal.why}"
        )
    )
    if form.is_valid() and form.attempt(
        form.compare, plan, by=request.user, chosen_because=because
    ):
        return done(request, "The figures are recorded.", "verification:effect", form.outcome.pk)
    context = {
        "form": form,
        "plan": plan,
        "need": need,
        "live": queries.live_on(plan),
        "measure": queries.registration_of(plan),
        "counted": effects.counted_words(queries.counted_here(plan, today)),
        "way": Comparison(way).label,
        "proposed": way == proposal.comparison,
        "proposal": Comparison(proposal.comparison).label,
        "why": proposal.why,
        "filled": way == Comparison.FROZEN and months is not None,
        "others": _others(plan.pk, way, need),
    }
    return render(request, "verification/record_effect.html", context)


def _proposal(need: Any, months: Months | None) -> Proposal:
    if need is None:
        return propose(share=False, known=False)
    if months is None:
        return propose(share=need.share, known=False)
    return propose(share=need.share and months.counts, by_month=months.before, counts=months.counts)


def _way(request: SignedIn, need: Any, proposal: Proposal) -> str:
    """The way asked for in the address, or the one proposed. A share has no events to time."""
    asked = request.GET.get("compare", "")
    offered = _offered(need)
    return asked if asked in offered else proposal.comparison


def _offered(need: Any) -> list[str]:
    share = need is not None and need.share
    return [one.value for one in Comparison if not (share and one == Comparison.BETWEEN)]


def _others(pk: int, way: str, need: Any) -> list[Way]:
    address = reverse("verification:record_effect", args=[pk])
    return [
        Way(Comparison(one).label, f"{address}?compare={one}", ASKS[Comparison(one)])
        for one in _offered(need)
        if one != way
    ]


def _initial(way: str, months: Months | None) -> dict[str, str]:
    """Months that Goldthread counted itself, to be checked and sent."""
    if way != Comparison.FROZEN or months is None:
        return {}
    return {
        "before": ", ".join(f"{value:g}" for value in months.before),
        "since": ", ".join(f"{value:g}" for value in months.since),
        "source": f"Goldthread: {months.label}, month by month.",
    }


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def effect(request: SignedIn, pk: int) -> HttpResponse:
    """What the figures show, how sure that is, and what else could explain it."""
    row = _effect(request, pk)
    verdict = EffectVerdict(row.verdict)
    lede, _, rest = row.sentence.removeprefix(f"{verdict.label}. ").partition(". ")
    picture = picture_of(row)
    context = {
        "row": row,
        "plan": row.plan,
        "verdict": verdict.label,
        "tone": effects.TONES[verdict],
        "lede": f"{lede.removesuffix('.')}.",
        "rest": rest,
        "allows": effects.ALLOWS[verdict],
        "chart": shown(request, picture, address_of("verification:effect_chart", pk))
        if picture
        else None,
        "columns": effects.table_columns(row),
        "rows": effects.table_rows(row),
        "sure": effects.how_sure(row),
        "warnings": row.result["warnings"],
        "measure": effects.measure_rows(row.registration),
        "amendments": queries.amendments(row.plan),
        "recorded": effects.recorded(row),
    }
    return render(request, "verification/effect.html", context)


@page(Permission.INCIDENT_VIEW, methods=("GET", "HEAD"))
def chart(request: SignedIn, pk: int, form: str) -> HttpResponseBase:
    """The chart of a recorded effect as SVG, PNG or CSV."""
    row = _effect(request, pk)

    def make() -> AnyPicture:
        picture = picture_of(row)
        if picture is None:
            raise Http404
        return picture

    return respond(request, form, make)


def _effect(request: SignedIn, pk: int) -> Any:
    seen = queries.effects_visible(queries.visible_to(request.user))
    return get_object_or_404(seen, pk=pk)
