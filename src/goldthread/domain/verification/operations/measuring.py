"""Registering what is measured."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.verification import measured
from goldthread.domain.verification import transitions as moves
from goldthread.domain.verification.models import Plan, Registration
from goldthread.workflow.operations import perform


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
