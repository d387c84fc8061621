"""The quarter's deep dive, drafted by itself so that nobody has to remember it (row 112)."""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.domain.governance.packs.models import Pack
from goldthread.domain.governance.packs.operations.drafting import Period, draft
from goldthread.domain.governance.packs.terms import Kind
from goldthread.domain.insight.measures.queries import first_month
from goldthread.domain.insight.measures.terms import quarters_back
from goldthread.notices import operations as notices


def draft_quarters(at: dt.datetime | None = None) -> list[Pack]:
    """Draft the last whole quarter of each organisation that reported before its end.

    Once a quarter, whoever drafted it and whatever became of it; safe to repeat.
    """
    at = at or timezone.now()
    months = quarters_back(1, timezone.localdate(at))[0]
    days = Period(months[0], months[-1] + relativedelta(months=1, days=-1))
    made = []
    for organisation in Unit.objects.filter(parent__isnull=True).order_by("pk"):
        known = Pack.objects.filter(unit=organisation, kind=Kind.QUARTERLY, since=days.since)
        first = first_month(organisation)
        if first is None or first > days.until or known.exists():
            continue
        pack = draft(Kind.QUARTERLY, organisation, days, by="system", at=at)
        _tell(pack, at)
        made.append(pack)
    return made


def _tell(pack: Pack, at: dt.datetime) -> None:
    notices.send(
        holders(Permission.PACK_PREPARE, pack.unit),
        kind="pack_drafted",
        subject="The quarterly deep dive is drafted",
        body="It shows which patterns came back. Add your words and freeze it before the meeting.",
        link=f"/packs/{pack.pk}/",
        cover=True,
        at=at,
    )
