"""Recording what the figures say of a change, compared in one of three ways.

All three ask the same rules, finish a waiting round of a trend, and keep the answer as it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.analytics.effect import (
    Asked,
    Caution,
    ChartEffect,
    EffectRefused,
    Window,
    bunched,
    effect_on_chart,
    effect_on_gaps,
    effect_on_rate,
    effect_on_share,
    regression_to_the_mean,
)
from goldthread.analytics.effect import Effect as Answer
from goldthread.analytics.months import in_words, months_between
from goldthread.clocks import operations as clocks
from goldthread.domain.actions.terms import Method
from goldthread.domain.verification import measured
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.models import Effect, Plan, Registration, Round
from goldthread.domain.verification.operations.cautioning import cautions
from goldthread.domain.verification.terms import (
    UNITS,
    Comparison,
    Denominator,
    RoundKind,
    Status,
)
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import hindrances, perform
from goldthread.workflow.refusals import Refused, refuse

UNCOUNTABLE = "VER-34"
_MONTH = 365.25 / 12
_NOON = 0.5  # of the day an event is said to have been


@dataclass(frozen=True)
class Said:
    """Who says so, from where, until which day, and why it is compared in this way."""

    source: str
    by: Actor
    after_until: dt.date | None = None
    chosen_because: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True)
class _Asked:
    """What a comparison needs to know of its plan."""

    plan: Plan
    registration: Registration
    live: dt.date
    until: dt.date
    today: dt.date

    def how(self, exposure: float, unit: str) -> Asked:
        """The question, with the pace at which exposure comes."""
        days, row = (self.until - self.live).days, self.registration
        pace = exposure / days * _MONTH if days > 0 and exposure > 0 else None
        return Asked(row.direction, row.worthwhile, unit, pace, self.today)

    def cautions(self, of_months: Sequence[Caution | None] = ()) -> list[Caution]:
        return cautions(self.plan, self.registration, self.live, self.until, of_months)


@dataclass(frozen=True)
class _Compared:
    """The answer, the two windows it rests on, and what was typed."""

    comparison: str
    answer: Answer | ChartEffect
    before: tuple[int | None, float]
    after: tuple[int | None, float]
    given: dict[str, Any] = field(default_factory=dict)


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
    chosen_because: str = "",
    at: dt.datetime | None = None,
) -> Effect:
    """Compare the figures as the registered measure asks, and keep the answer as it is now.

    Exposure is in the unit of the measure's denominator. `after_until` is the last day counted
    (today unless given); `by_month` the counts of the baseline month by month, oldest first, where
    they are known. A round of a trend that waits is finished by it. Refused as the rules say, and
    with VER-34 where the figures cannot be.
    """
    before, after = Window(before_events, before_exposure), Window(after_events, after_exposure)

    def compare(asked: _Asked) -> _Compared:
        row = asked.registration
        effect = effect_on_share if row.denominator == Denominator.CASES else effect_on_rate
        known = row.denominator in Denominator
        unit = UNITS.get(Denominator(row.denominator), "") if known else ""
        told = asked.cautions(_of_months(by_month, before, row))
        answer = effect(before, after, asked.how(after.exposure, unit), told)
        sides = (before.events, before.exposure), (after.events, after.exposure)
        return _Compared(Comparison.WINDOWS, answer, *sides)

    said = Said(source, by, after_until, chosen_because, at)
    return _record(plan, said, compare, "before_events")


def record_gaps(plan: Plan, days: Sequence[dt.date], said: Said) -> Effect:
    """Compare the times between rare events; `days` are those of every event in both windows.

    Each event is taken to have been at noon of its day, and time runs from the first day of the
    baseline and again from the day the change went live. Refused as `record_effect`, and with
    VER-34 for a day in neither window or two events on one day.
    """

    def compare(asked: _Asked) -> _Compared:
        row, held = asked.registration, sorted(days)
        before = [day for day in held if row.baseline_from <= day <= row.baseline_until]
        since = [day for day in held if asked.live <= day <= asked.until and day not in before]
        _check_days(held, before, since, row, asked)
        first, second = _gaps(before, row.baseline_from), _gaps(since, asked.live)
        watched = (asked.until - asked.live).days + 1.0
        still = watched - sum(second)
        answer = effect_on_gaps(first, second, still, asked.how(watched, "days"), asked.cautions())
        given = {"days": [day.isoformat() for day in held]}
        sides = (len(first), sum(first)), (len(second), watched)
        return _Compared(Comparison.BETWEEN, answer, *sides, given)

    return _record(plan, said, compare, "days")


def record_against_baseline(
    plan: Plan, before: Sequence[float], since: Sequence[float], said: Said
) -> Effect:
    """Read the months since the change against limits made from those before it, oldest first."""

    def compare(asked: _Asked) -> _Compared:
        row = asked.registration
        _check_months(before, row.baseline_from, row.baseline_until, "in the registered baseline")
        _check_months(since, asked.live, asked.until, "since the change")
        told = asked.cautions([regression_to_the_mean(before, row.direction)])
        of_hundred = row.denominator == Denominator.CASES
        how = asked.how(len(since), "months")
        answer = effect_on_chart(before, since, how, told, of_hundred=of_hundred)
        given = {"before": list(before), "since": list(since)}
        sides = (None, float(len(before))), (None, float(len(since)))
        return _Compared(Comparison.FROZEN, answer, *sides, given)

    return _record(plan, said, compare, "since")


def _check_months(given: Sequence[float], first: dt.date, last: dt.date, where: str) -> None:
    """Not more months than there are, so that nobody reaches beyond what was registered."""
    most = len(months_between(first, last))
    if len(given) > most:
        raise EffectRefused(
            f"{len(given)} months are given and there are {most} {where}, {in_words(first)} to "
            f"{in_words(last)}."
        )


def _check_days(
    held: Sequence[dt.date],
    before: Sequence[dt.date],
    since: Sequence[dt.date],
    row: Registration,
    asked: _Asked,
) -> None:
    outside = sorted({*held} - {*before} - {*since})
    if outside:
        raise EffectRefused(
            f"{in_words(outside[0])} is in neither time: the baseline is from "
            f"{in_words(row.baseline_from)} to "
            f"{in_words(row.baseline_until)}, and what came after is counted from "
            f"{in_words(asked.live)} to {in_words(asked.until)}."
        )
    twice = [day for day, following in pairwise(held) if day == following]
    if twice:
        raise EffectRefused(
            f"{in_words(twice[0])} stands twice. Count events of one day as one, or "
            "compare counts instead."
        )


def _gaps(days: Sequence[dt.date], begins: dt.date) -> list[float]:
    """Days from the beginning to the first event, and from each to the next."""
    at = [(day - begins).days + _NOON for day in days]
    return [later - earlier for earlier, later in pairwise([0.0, *at])]


@transaction.atomic
def _record(
    plan: Plan, said: Said, compare: Callable[[_Asked], _Compared], field_name: str
) -> Effect:
    at = said.at or timezone.now()
    plan = Plan.objects.select_for_update().select_related("action", "unit").get(pk=plan.pk)
    registration, fact = measured.registration_of(plan), measured.live_fact(plan)
    until = said.after_until or timezone.localdate(at)
    facts = {
        "by": said.by, "at": at, "registration": registration, "after_until": until,
        "source": said.source,
    }  # fmt: skip
    refusals = hindrances(moves.RECORD_EFFECT, plan, by=said.by, facts=facts)
    if refusals:
        raise Refused(refusals)
    assert registration is not None and fact is not None  # noqa: S101 - rules VER-31 and VER-32
    asked = _Asked(plan, registration, fact.live_on, until, timezone.localdate(at))
    try:
        made = compare(asked)
    except EffectRefused as refused:
        raise refuse(UNCOUNTABLE, str(refused), field_name) from refused
    result = made.answer.as_json()
    told = {"registration": registration.number, "source": said.source, **result, **made.given}
    perform(moves.RECORD_EFFECT, plan, by=said.by, at=at, facts=facts, told=told)
    return Effect.objects.create(
        plan=plan,
        registration=registration,
        cycle=plan.cycle,
        round=_finish_round(plan, said.by, at),
        comparison=made.comparison,
        chosen_because=said.chosen_because,
        given=made.given,
        before_events=made.before[0],
        before_exposure=made.before[1],
        after_events=made.after[0],
        after_exposure=made.after[1],
        after_from=fact.live_on,
        after_until=until,
        source=said.source.strip(),
        verdict=made.answer.verdict.value,
        sentence=made.answer.sentence,
        enough_by=made.answer.enough_by,
        result=result,
        recorded_at=at,
        recorded_by=measured.may_be_named(said.by),
    )


def _of_months(by_month: Sequence[int], before: Window, row: Registration) -> list[Caution | None]:
    if not by_month:
        return []
    if sum(by_month) != before.events:
        words = f"The months add up to {sum(by_month)}, and {before.events} were counted before."
        raise refuse(UNCOUNTABLE, words, "by_month")
    counts = row.denominator != Denominator.CASES
    return [regression_to_the_mean(by_month, row.direction), bunched(by_month) if counts else None]


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
