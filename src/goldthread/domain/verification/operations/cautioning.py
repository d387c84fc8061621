"""What else could explain a change: put beside every recorded effect, whatever its verdict."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from goldthread.analytics.effect import (
    Caution,
    Window,
    reporting_change,
    seasonality,
    simultaneous_actions,
)
from goldthread.domain.verification import measured
from goldthread.domain.verification.models import Plan, Registration


def cautions(
    plan: Plan,
    row: Registration,
    live: dt.date,
    until: dt.date,
    of_months: Sequence[Caution | None] = (),
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
        *of_months,
    ]
    return [one for one in found if one is not None]


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
