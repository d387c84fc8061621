"""The nightly run: count, detect, and raise what is new. Safe to repeat."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace

from django.utils import timezone

from goldthread.access.models import Unit
from goldthread.access.queries import organisations
from goldthread.domain.incidents.models import Incident
from goldthread.domain.insight.signals import detecting, watching
from goldthread.domain.insight.signals.counting import (
    EARLY,
    Counts,
    Progress,
    count_weeks,
    links_between,
)
from goldthread.domain.insight.signals.found import Found
from goldthread.domain.insight.signals.models import Signal
from goldthread.domain.insight.signals.operations.raising import raise_found
from goldthread.domain.insight.signals.operations.repeats import raise_late_repeats
from goldthread.domain.insight.signals.queries import last_on
from goldthread.domain.insight.signals.terms import Kind

logger = logging.getLogger("goldthread.signals")


def raise_everywhere() -> int:
    """The nightly run of every organisation; returns how many signals were raised."""
    return sum(len(raise_signals(organisation)) for organisation in organisations())


def raise_signals(
    organisation: Unit,
    on: dt.date | None = None,
    *,
    progress: Progress | None = None,
    at: dt.datetime | None = None,
) -> list[Signal]:
    """Raise what stands out in the whole weeks before `on` (today), and repeats themed lately.

    Returns the signals raised. Run twice it raises nothing the second time.
    """
    at = at or timezone.now()
    on = on or timezone.localdate(at)
    counts = count_weeks(organisation, on, progress=progress)
    found = [*_all(counts), *watching.moved_measures(organisation, on)]
    before = last_on(organisation.pk, {one.subject for one in found})
    raised = [
        raise_found(
            _with_incidents(one, counts),
            organisation=organisation,
            last=before.get(one.subject),
            at=at,
        )
        for one in found
    ]
    raised += raise_late_repeats(organisation, on, at=at)
    made = [signal for signal in raised if signal is not None]
    facts = {"organisation": organisation.pk, "found": len(found), "raised": len(made)}
    logger.info("signals", extra=facts)
    return made


def _all(counts: Counts) -> Iterator[Found]:
    """What stands out; a theme that rose altogether is not said again for its concerns."""
    rose = list(detecting.clusters(counts))
    yield from rose
    places = {(one.unit.pk, one.theme) for one in rose}
    for one in detecting.early_signals(counts):
        if (one.unit.pk, one.theme) not in places:
            yield one
    yield from detecting.silent_teams(counts)
    yield from detecting.special_causes(counts)


def _with_incidents(found: Found, counts: Counts) -> Found:
    """The finding with the numbers of the incidents it rests on."""
    if found.theme is None:
        return found
    links = links_between(counts.organisation.pk, found.since, found.until)
    links = links.filter(theme=found.theme)
    if found.unit.pk != counts.organisation.pk:
        links = links.filter(incident__unit=found.unit)
    if found.kind == Kind.EARLY_SIGNAL:
        links = links.filter(incident__event_type__in=EARLY)
    pks = tuple(links.order_by("incident").values_list("incident", flat=True))
    harmed = Incident.objects.filter(pk__in=pks).exclude(
        physical_harm__in=["", "none"], psychological_harm__in=["", "none"]
    )
    numbers = found.numbers | {"harmed": harmed.count()}
    return replace(found, incidents=pks, numbers=numbers)
