"""What a plan measures, when its change went live, and the effects recorded on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions.models import Implementation
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.domain.verification.models import Effect, Plan, Registration
from goldthread.domain.verification.terms import Denominator


@dataclass(frozen=True)
class Need:
    """What has to be counted for a plan: `measure_code` is empty for a measure counted by hand.

    Days are the first and last of each window. `after_from` is None until the change is live.
    """

    measure_code: str
    denominator: str
    direction: str
    worthwhile: float
    baseline_from: dt.date
    baseline_until: dt.date
    after_from: dt.date | None
    check_on: dt.date

    @property
    def share(self) -> bool:
        """Whether events are counted out of cases, rather than over exposure."""
        return self.denominator == Denominator.CASES


def registration_of(plan: Plan) -> Registration | None:
    """The measure as it stands now: the last one registered."""
    return plan.registrations.select_related("registered_by").last()


def what_it_needs(plan: Plan) -> Need | None:
    """What a plan's effect is made from, or None where no measure is registered."""
    row = registration_of(plan)
    if row is None:
        return None
    return Need(
        row.measure_code,
        row.denominator,
        row.direction,
        row.worthwhile,
        row.baseline_from,
        row.baseline_until,
        live_on(plan),
        row.check_on,
    )


def live_fact(plan: Plan) -> Implementation | None:
    """The fact that the change is live, in the action's present round."""
    return Implementation.objects.filter(action_id=plan.action_id, round=plan.action.round).first()


def live_on(plan: Plan) -> dt.date | None:
    """The day the change went live, if it has."""
    fact = live_fact(plan)
    return fact.live_on if fact else None


def registered_late(plan: Plan) -> bool:
    """Whether the measure was first written down when the change was already live.

    The day counts that the change is said to have gone live, not only when that was recorded.
    """
    first, fact = plan.registrations.first(), live_fact(plan)
    if first is None or fact is None:
        return False
    after = timezone.localdate(first.registered_at) > fact.live_on
    return after or first.registered_at > fact.implemented_at


def amendments(plan: Plan) -> list[Registration]:
    """Changes of the measure made after the change went live, each with its reason."""
    rows = plan.registrations.select_related("registered_by").exclude(amends_because="")
    return list(rows)


def effects_visible(plans: QuerySet[Plan]) -> QuerySet[Effect]:
    """The effects recorded on these plans."""
    return Effect.objects.filter(plan__in=plans).select_related(
        "registration", "recorded_by", "plan__action", "plan__incident"
    )


def latest_effect(plan: Plan) -> Effect | None:
    """The last effect recorded in the plan's present cycle."""
    return plan.effects.filter(cycle=plan.cycle).select_related("registration").last()


def other_changes(plan: Plan, since: dt.date, until: dt.date) -> list[tuple[str, dt.date]]:
    """(title, day) of other actions of the service that went live between two days.

    Those of restricted incidents are left out: their titles are not for everyone.
    """
    found = (
        Implementation.objects.filter(
            action__unit_id=plan.unit_id,
            action__incident__restricted=False,
            live_on__gte=since,
            live_on__lte=until,
        )
        .exclude(action_id=plan.action_id)
        .order_by("live_on", "pk")
    )
    return list(found.values_list("action__title", "live_on"))


def reports_between(plan: Plan, since: dt.date, until: dt.date) -> int:
    """Everything reported in the plan's service between two days, both counted."""
    return (
        Incident.objects.filter(
            unit_id=plan.unit_id, reported_at__date__gte=since, reported_at__date__lte=until
        )
        .exclude(status=IncidentStatus.WITHDRAWN)
        .count()
    )


def may_be_named(user: User | str | None) -> User | None:
    """The person who recorded something, or None for the product itself."""
    return user if isinstance(user, User) else None
