"""Learning in supervision records: sessions in which a prompt was discussed (row 108).

Only counts are read: what was said in supervision stays between the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q

from goldthread.access.models import Unit
from goldthread.domain.governance.maturity.figures.counted import Counted
from goldthread.domain.governance.maturity.registry import register
from goldthread.domain.governance.maturity.terms import Figure
from goldthread.domain.insight.measures.queries import Number
from goldthread.domain.learning.supervision.models import Session
from goldthread.domain.learning.supervision.terms import Use


def _sessions() -> Counted:
    return Counted(Session.objects.all(), "unit", "held_at", Q(uses__use=Use.USED))


def _by_month(unit: Unit, months: Sequence[dt.date]) -> dict[dt.date, Number]:
    return _sessions().by_month(unit, months)


def _by_unit(units: Iterable[int], months: Sequence[dt.date]) -> dict[int, Number]:
    return _sessions().by_unit(units, months)


register(
    Figure(
        marker="supervision",
        code="supervision_discusses_learning",
        label="Supervision sessions in which learning was discussed",
        of="sessions recorded",
        href="/supervision/counts",
        begin=(
            "Bring prompts from learning to supervision, and record of each session whether they "
            "were discussed."
        ),
        begin_href="/supervision/",
        limits="It says that learning was talked about, not what came of it.",
        by_month=_by_month,
        by_unit=_by_unit,
    )
)
