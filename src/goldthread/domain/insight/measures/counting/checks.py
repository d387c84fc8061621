"""What is counted from checks with an instrument, in the month of the check."""

from __future__ import annotations

from collections.abc import Iterator

from goldthread.domain.insight.measures.counting.facts import Fact, Month, about_incidents
from goldthread.domain.insight.measures.definitions import counted
from goldthread.instruments.models import Response

PASSES = "passes"


def facts(month: Month) -> Iterator[Fact]:
    """First readings that count, of the instruments that a measure names."""
    measures = counted("checks")
    found = Response.objects.filter(
        month.within("responded_at"),
        organisation_id=month.organisation_id,
        version__instrument__code__in={measure.instrument for measure in measures},
        thread__isnull=False,
        second_of__isnull=True,
        replaced_by__isnull=True,
    )
    rows = list(found.values("thread", "version__instrument__code", "passes", "criteria"))
    about = about_incidents((row["thread"] or 0 for row in rows), month.organisation_id)
    for row in rows:
        for measure in measures:
            if measure.instrument != row["version__instrument__code"]:
                continue
            named = row["criteria"].get(measure.criterion)
            met = row["passes"] if measure.criterion == PASSES else named
            if met is not None and row["thread"] in about:
                yield Fact(about[row["thread"]], measure.code, bool(met))
