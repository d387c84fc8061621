"""The accounts that are read: those of an organisation that nobody is kept from.

Restricted incidents are left out, so that neither a term nor an example gives one away; so are
those withdrawn as duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status

Account = tuple[int, str]  # number of the incident, narrative
LONGEST = 20_000  # characters that are read of one account


def readable(organisation_id: int) -> QuerySet[Incident]:
    """The incidents whose accounts may be read, in no order."""
    found = Incident.objects.filter(organisation_id=organisation_id, restricted=False)
    return found.exclude(status=Status.WITHDRAWN)


def newest(incidents: QuerySet[Incident], most: int) -> list[Account]:
    """The `most` newest of them, the oldest of these first."""
    rows = incidents.order_by("-reported_at", "-pk").values_list("pk", "narrative")[:most]
    return [(pk, text[:LONGEST]) for pk, text in rows][::-1]


def in_batches(incidents: QuerySet[Incident], size: int) -> Iterator[list[Account]]:
    """All of them by number, never more than `size` in memory."""
    last = 0
    while True:
        rows = incidents.filter(pk__gt=last).order_by("pk").values_list("pk", "narrative")[:size]
        batch = [(pk, text[:LONGEST]) for pk, text in rows]
        if not batch:
            return
        yield batch
        last = batch[-1][0]
