"""Staff can describe learning, from recall checks of staff drawn at random (row 106)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q

from goldthread.access.models import Unit
from goldthread.domain.governance.maturity.figures.counted import Counted
from goldthread.domain.governance.maturity.registry import register
from goldthread.domain.governance.maturity.terms import Figure
from goldthread.domain.insight.measures.queries import Number
from goldthread.domain.learning.recall.models import Asked


def _asked() -> Counted:
    answered = Asked.objects.filter(response__passes__isnull=False)
    return Counted(answered, "team", "response__responded_at", Q(response__passes=True))


def _by_month(unit: Unit, months: Sequence[dt.date]) -> dict[dt.date, Number]:
    return _asked().by_month(unit, months)


def _by_unit(units: Iterable[int], months: Sequence[dt.date]) -> dict[int, Number]:
    return _asked().by_unit(units, months)


register(
    Figure(
        marker="described",
        code="described_unaided",
        label="Staff who could describe recent learning unaided",
        of="staff drawn at random and asked",
        href="/recall/",
        begin=(
            "Draw a recall check about something recently learned: staff are picked at random and "
            "asked what changed, without a prompt."
        ),
        begin_href="/recall/",
        limits="What people can say is not yet what they do.",
        by_month=_by_month,
        by_unit=_by_unit,
    )
)
