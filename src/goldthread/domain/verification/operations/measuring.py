"""Registering what is measured, and recording what the figures say of the change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.analytics.effect import (
    Asked,
    Caution,
    EffectRefused,
    Window,
    bunched,
    effect_on_rate,
    effect_on_share,
    regression_to_the_mean,
    reporting_change,
    seasonality,
    simultaneous_actions,
)
from goldthread.analytics.effect import Effect as Answer
from goldthread.clocks import operations as clocks
from goldthread.domain.actions.terms import Method
from goldthread.domain.verification import measured
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.models import Effect, Plan, Registration, Round
from goldthread.domain.verification.terms import UNITS, Denominator, RoundKind, Status
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import hindrances, perform
from goldthread.workflow.refusals import Refused, refuse

UNCOUNTABLE = "VER-34"
_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Measure:
    """What is registered, as a person or the product gives it; fields as of `Registration`."""

    measure: str
    event: str
    denominator: str
    direction: str
    baseline_from: dt.date | None
    baseline_until: dt.date | None
    check_on: dt.date | None
    worthwhile: float = 0.5
    measure_code: str = ""
    amends_because: str = ""


@transaction.atomic
def register_measure(
    plan: Plan, measure: Measure, *, by: User, at: dt.datetime | None = None
) -> Registration:
    """Write down what is measured. After the change went live this is an amendment with a reason,
    or, where nothing was registered before, a measure flagged as registered after the change.
    """
    at = at or timezone.now()
    plan = Plan.objects.select_for_update().select_related("action").get(pk=plan.pk)
    before = measured.registration_of(plan)
    # Whoever owns the action may plan the measure, and may not alter it once the change is live.
    amends = before is not None and measured.live_fact(plan) is not None
    if not amends:
        measure = replace(measure, amends_because="")
    facts = {"by": by if amends else None, "registration": measure, "before": before}
    told = {**asdict(measure), "amends": before.number if before else None}
    perform(moves.REGISTER_MEASURE, plan, by=by, at=at, facts=facts, told=told)
    return Registration.objects.create(
        plan=plan,
        number=before.number + 1 if before else 1,
        registered_at=at,
        registered_by=by,
        **_trimmed(measure),
    )


def _trimmed(measure: Measure) -> dict[str, Any]:
    values = asdict(measure)
    return {
        key: value.strip() if isinstance(value, str) else value for key, value in values.items()
    }


@transaction.atomic
def record_effect(
    plan: Plan,
    before_events: int,
    before_exposure: float,
    after_events: int,
    after_exposure: float,
    source: str,
    by: Actor,
    *,
    after_until: dt.date | None = None,
    by_month: Sequence[int] = (),
    at: dt.datetime | None = None,
) -> Effect:
    """Compare the figures as the registered measure asks, and keep the answer as it is now.

    Exposure is in the unit of the measure's denominator. `after_until` is the last day counted
    (today unless given); `by_month` the counts of the baseline month by month, oldest first, where
    they are known. A round of a trend that waits is finished by it. Refused as the rules say, and
    with VER-34 where the figures cannot be.
    """
    at = at or timezone.now()
    plan = Plan.objects.select_for_update().select_related("action", "unit").get(pk=plan.pk)
    registration, fact = measured.registration_of(plan), measured.live_fact(plan)
    until = after_until or timezone.localdate(at)
    facts = {
        "by": by, "at": at, "registration": registration, "after_until": until, "source": source,
    }  # fmt: skip
    refusals = hindrances(moves.RECORD_EFFECT, plan, by=by, facts=facts)
    if refusals:
        raise Refused(refusals)
    assert registration is not None and fact is not None  # noqa: S101 - rules VER-31 and VER-32
    before, after = Window(before_events, before_exposure), Window(after_events, after_exposure)
    days = (until - fact.live_on).days
    asked = _asked(registration, after, days, timezone.localdate(at))
    cautions = _cautions(plan, registration, fact.live_on, until, by_month, before)
    answer = _answer(registration, before, after, asked, cautions)
    told = {"registration": registration.number, "source": source, **answer.as_json()}
    perform(moves.RECORD_EFFECT, plan, by=by, at=at, facts=facts, told=told)
    return Effect.objects.create(
        plan=plan,
        registration=registration,
        cycle=plan.cycle,
        round=_finish_round(plan, by, at),
        before_events=before.events,
        before_exposure=before.exposure,
        after_events=after.events,
        after_exposure=after.exposure,
        after_from=fact.live_on,
        after_until=until,
        source=source.strip(),
        verdict=answer.verdict.value,
        sentence=answer.sentence,
        enough_by=answer.enough_by,
        result=answer.as_json(),
        recorded_at=at,
        recorded_by=measured.may_be_named(by),
    )


def _asked(row: Registration, after: Window, days: int, today: dt.date) -> Asked:
    pace = after.exposure / days * _MONTH if days > 0 and after.exposure > 0 else None
    unit = UNITS.get(Denominator(row.denominator), "") if row.denominator in Denominator else ""
    return Asked(row.direction, row.worthwhile, unit, pace, today)


def _answer(
    row: Registration, before: Window, after: Window, asked: Asked, cautions: list[Caution]
) -> Answer:
    compare = effect_on_share if row.denominator == Denominator.CASES else effect_on_rate
    try:
        return compare(before, after, asked, cautions)
    except EffectRefused as refused:
        raise refuse(UNCOUNTABLE, str(refused), "before_events") from refused


def _cautions(
    plan: Plan,
    row: Registration,
    live: dt.date,
    until: dt.date,
    by_month: Sequence[int],
    before: Window,
) -> list[Caution]:
    """What else could explain the change, from what the product knows of both windows."""
    baseline = (row.baseline_from, row.baseline_until)
    others = measured.other_changes(plan, live - dt.timedelta(days=31), until)
    found = [
        _late(plan),
        _amended(plan),
        simultaneous_actions(others, live, until),
        reporting_change(_reports(plan, *baseline), _reports(plan, live, until)),
        seasonality(baseline, (live, until)),
        *_of_months(by_month, before, row),
    ]
    return [one for one in found if one is not None]


def _of_months(by_month: Sequence[int], before: Window, row: Registration) -> list[Caution | None]:
    if not by_month:
        return []
    if sum(by_month) != before.events:
        words = f"The months add up to {sum(by_month)}, and {before.events} were counted before."
        raise refuse(UNCOUNTABLE, words, "by_month")
    counts = row.denominator != Denominator.CASES
    return [regression_to_the_mean(by_month, row.direction), bunched(by_month) if counts else None]


def _reports(plan: Plan, since: dt.date, until: dt.date) -> Window:
    return Window(measured.reports_between(plan, since, until), (until - since).days + 1)


def _late(plan: Plan) -> Caution | None:
    if not measured.registered_late(plan):
        return None
    return Caution(
        "registered_after_the_change",
        "The measure was written down when the change was already live, so it may have been chosen "
        "for what it shows.",
    )


def _amended(plan: Plan) -> Caution | None:
    if not measured.amendments(plan):
        return None
    return Caution(
        "amended_after_the_change",
        "The measure was amended after the change went live. The first wording and the reason are "
        "shown beside it.",
    )


def _finish_round(plan: Plan, by: Actor, at: dt.datetime) -> Round | None:
    """A round of a trend is done when its effect is recorded; a re-check not before its month."""
    person = measured.may_be_named(by)
    if plan.method != Method.TREND or person is None or plan.status == Status.PLANNED:
        return None
    waiting = plan.rounds.filter(cycle=plan.cycle, done_at__isnull=True).order_by("due_on", "pk")
    if plan.status == Status.RUNNING:
        row = waiting.filter(kind=RoundKind.ROUND).first()
    else:
        soon = timezone.localdate(at) + dt.timedelta(days=31)
        row = waiting.filter(kind=RoundKind.RECHECK, due_on__lte=soon).first()
    if row is not None:
        Round.objects.filter(pk=row.pk).update(done_at=at, done_by=person)
        clocks.meet(row, "verification_round", at=at)
        row.refresh_from_db()
    return row
