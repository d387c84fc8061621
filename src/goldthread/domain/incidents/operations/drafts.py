"""Keeping what someone types until they send it. Nothing of a draft is on the trail."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.incidents.models import Incident, ReportDraft
from goldthread.domain.incidents.operations.completing import complete_report
from goldthread.domain.incidents.operations.reporting import Reported, report_incident
from goldthread.domain.incidents.reports import Report
from goldthread.domain.incidents.terms import DraftFor

KEPT_OWN = dt.timedelta(days=14)
KEPT_OTHERS = dt.timedelta(hours=12)  # nobody can come back to it after that browser closes
# Where a draft holds the reference and follow-up code of its alert, and of the report once sent.
ALERTED, SENT = NOTED = ("alerted", "sent")


def start_draft(
    kept_for: str,
    answers: dict[str, Any],
    *,
    owner: User | None = None,
    at: dt.datetime | None = None,
) -> ReportDraft:
    """Begin a draft. A person's earlier unsent one is replaced."""
    at = at or timezone.now()
    with transaction.atomic():
        if owner is not None:
            ReportDraft.objects.filter(owner=owner).delete()
        return ReportDraft.objects.create(
            kept_for=kept_for,
            owner=owner if kept_for == DraftFor.OWN else None,
            answers=json.dumps(answers),
            started_at=at,
            saved_at=at,
        )


@transaction.atomic
def save_draft(
    draft: ReportDraft, answers: dict[str, Any], *, at: dt.datetime | None = None
) -> None:
    """Keep what was typed so far.

    What the product noted meanwhile, that an alert or the report went out, is never overwritten
    by a page that was opened before. A draft that is gone has been sent, and stays gone.
    """
    locked = ReportDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        return
    noted = {key: value for key, value in json.loads(locked.answers).items() if key in NOTED}
    draft.answers, draft.saved_at = json.dumps(answers | noted), at or timezone.now()
    draft.save(update_fields=["answers", "saved_at"])


def drop_draft(draft: ReportDraft) -> None:
    """Throw a draft away."""
    draft.delete()


def drop_old_drafts(*, at: dt.datetime | None = None) -> int:
    """Throw away drafts nobody came back to; how many."""
    at = at or timezone.now()
    own = ReportDraft.objects.filter(kept_for=DraftFor.OWN, saved_at__lt=at - KEPT_OWN)
    others = ReportDraft.objects.exclude(kept_for=DraftFor.OWN)
    gone = own.delete()[0]
    return gone + others.filter(saved_at__lt=at - KEPT_OTHERS).delete()[0]


@transaction.atomic
def send_alert(draft: ReportDraft, report: Report, *, at: dt.datetime | None = None) -> Reported:
    """Send the short account of someone unsafe now; the draft stays, for the rest of it."""
    reported = report_incident(_keyed(draft, report), at=at)
    if not reported.again:
        answers = json.loads(draft.answers)
        answers[ALERTED] = {
            "reference": reported.incident.reference,
            "code": reported.follow_up_code,
        }
        save_draft(draft, answers, at=at)
    return reported


@transaction.atomic
def send_draft(draft: ReportDraft, report: Report, *, at: dt.datetime | None = None) -> Incident:
    """Send a report once, however often this is called for the same draft.

    An own draft is gone afterwards. One of a browser keeps only its reference and its follow-up
    code, so that the confirmation can be shown; it is thrown away with the other old ones.
    """
    locked = ReportDraft.objects.select_for_update().filter(pk=draft.pk).first()
    earlier = Incident.objects.filter(idempotency_key=draft.idempotency_key).first()
    if earlier is not None and (locked is None or SENT in json.loads(locked.answers)):
        return earlier
    alerted = json.loads(locked.answers).get(ALERTED) if locked else None
    if earlier is not None and alerted:
        incident, code = complete_report(earlier, report, at=at), alerted["code"]
    else:
        reported = report_incident(_keyed(draft, report), at=at)
        incident, code = reported.incident, reported.follow_up_code
    if draft.owner_id:
        ReportDraft.objects.filter(pk=draft.pk).delete()
    else:
        said = {SENT: {"reference": incident.reference, "code": code}}
        save_draft(draft, said, at=at)
    return incident


def finish_early(draft: ReportDraft, *, at: dt.datetime | None = None) -> None:
    """Leave it at the alert: nothing more will be told in this draft."""
    if draft.owner_id:
        draft.delete()
    else:
        save_draft(draft, {SENT: json.loads(draft.answers)[ALERTED]}, at=at)


def _keyed(draft: ReportDraft, report: Report) -> Report:
    return replace(report, idempotency_key=draft.idempotency_key)
