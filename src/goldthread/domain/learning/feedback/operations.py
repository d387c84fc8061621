"""Telling a reporter what changed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.operations import tell_reporter
from goldthread.domain.learning.feedback import rules
from goldthread.domain.learning.feedback.models import WhatChanged
from goldthread.domain.learning.feedback.queries import has_reporter, named_in, told_last
from goldthread.domain.learning.feedback.terms import FINAL, LABEL
from goldthread.domain.learning.library.models import Item
from goldthread.workflow.refusals import Refused
from goldthread.workflow.rules import broken

RULES = (
    rules.somebody_reads_it,
    rules.says_something,
    rules.names_nobody,
    rules.last_answer_once,
)


@transaction.atomic
def tell_what_changed(
    incident: Incident,
    text: str,
    *,
    final: bool,
    by: User,
    item: Item | None = None,
    at: dt.datetime | None = None,
) -> WhatChanged:
    """Tell the reporter, by account or by code, what changed because of their report.

    With `final` nothing more is to follow, and the time from the report to this answer is kept
    as a clock that was met. Raises `Refused`.
    """
    at = at or timezone.now()
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    facts = {
        "text": text,
        "left": named_in(incident, text),
        "has_reporter": has_reporter(incident),
        "final": final,
        "told_last": told_last(incident),
    }
    refusals = broken(RULES, incident, facts)
    if refusals:
        raise Refused(refusals)
    message = tell_reporter(incident, text, by=by, at=at)
    row = WhatChanged.objects.create(
        incident=incident, message=message, item=item, final=final, told_at=at, told_by=by
    )
    if final:
        _measure(incident, by, at)
    return row


def _measure(incident: Incident, by: User, at: dt.datetime) -> None:
    """Keep how long it took from the report to the last answer."""
    clocks.start_due(
        FINAL,
        incident,
        unit=incident.unit,
        at=incident.reported_at,
        due_at=at,
        label=LABEL,
        owner=by,
        thread=incident.pk,
        source_text="Measured from the report. No source gives a time for the last answer.",
    )
    clocks.meet(incident, FINAL, at=at)
