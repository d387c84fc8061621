"""Planning, beginning, submitting, returning and signing off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import is_serious
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.domain.reviews import transitions as moves
from goldthread.domain.reviews.models import (
    ChronologyEntry,
    LinkedIncident,
    Review,
)
from goldthread.domain.reviews.queries import action_count
from goldthread.domain.reviews.terms import CLOCK_OF_TIER, DONE_STATUSES, METHODS_OF_TIER, Status
from goldthread.notices import operations as notices
from goldthread.workflow.operations import perform, start


@transaction.atomic
def plan(
    incident: Incident,
    *,
    tier: str = "",
    method: str = "",
    lead: User | None = None,
    by: User | str,
    at: dt.datetime | None = None,
) -> Review:
    """Plan a review of `incident` at its tier (or another), and start the tier's clock."""
    at = at or timezone.now()
    tier = tier or incident.tier
    review = Review(
        incident=incident,
        organisation_id=incident.organisation_id,
        unit=incident.unit,
        tier=tier,
        method=method or METHODS_OF_TIER[tier][0],
        lead=lead,
        planned_at=at,
    )
    start(review, moves.PLAN, by=by, at=at, told={"tier": tier, "method": review.method})
    LinkedIncident.objects.create(review=review, incident=incident, linked_at=at)
    clocks.start(
        CLOCK_OF_TIER[tier],
        review,
        unit=incident.unit,
        at=at,
        owner=lead,
        owner_role="" if lead else "reviewer",
        thread=incident.pk,
    )
    return review


@transaction.atomic
def begin(
    review: Review,
    *,
    lead: User | None = None,
    method: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Review:
    """Name the lead and begin; the incident moves to "in review"."""
    at = at or timezone.now()
    review.lead, review.method = lead or review.lead or by, method or review.method
    perform(
        moves.BEGIN,
        review,
        by=by,
        at=at,
        told={"lead": review.lead, "method": review.method},
        changes={"lead": review.lead, "method": review.method, "begun_at": at},
    )
    clocks.reassign(review, CLOCK_OF_TIER[review.tier], review.lead)
    incident = review.incident
    if incident.status == IncidentStatus.TRIAGED:
        incidents.begin_review(incident, at=at)
    _chronology_from_incident(review)
    return review


@transaction.atomic
def join(
    review: Review, others: Iterable[Incident], *, by: User, at: dt.datetime | None = None
) -> Review:
    """Add incidents to the set of a thematic review that is planned or under way."""
    at = at or timezone.now()
    rows = [LinkedIncident(review=review, incident=i, linked_at=at, linked_by=by) for i in others]
    told = {"incidents": [row.incident.reference for row in rows]}
    perform(moves.JOIN, review, by=by, at=at, told=told)
    LinkedIncident.objects.bulk_create(rows, ignore_conflicts=True)
    if review.status == Status.UNDER_WAY:
        for row in rows:
            if row.incident.status == IncidentStatus.TRIAGED:
                incidents.begin_review(row.incident, at=at)
    return review


def _chronology_from_incident(review: Review) -> None:
    """The chronology begins with what the report already says."""
    if review.chronology.exists():
        return
    ChronologyEntry.objects.bulk_create(
        ChronologyEntry(
            review=review,
            happened_at=step.happened_at,
            precision=step.precision,
            what=step.what,
            known_from="The report",
        )
        for step in review.incident.sequence.all()
    )


@transaction.atomic
def submit(review: Review, *, by: User, at: dt.datetime | None = None) -> Review:
    """Submit for sign-off by another person; the tier's clock is met."""
    at = at or timezone.now()
    perform(
        moves.SUBMIT,
        review,
        by=by,
        at=at,
        facts={"at": at},
        told={},
        changes={"submitted_at": at, "submitted_by": by, "returned_because": ""},
    )
    clocks.meet(review, CLOCK_OF_TIER[review.tier], at=at)
    clocks.start(
        "review_sign_off",
        review,
        unit=review.unit,
        at=at,
        owner_role="governance_lead",
        thread=review.incident_id,
    )
    notices.send(
        holders(Permission.REVIEW_SIGN_OFF, review.unit),
        kind="review_submitted",
        subject=f"A review of {review.incident.reference} waits for sign-off",
        link=f"/reviews/{review.pk}/",
        thread=review.incident_id,
        at=at,
    )
    return review


@transaction.atomic
def send_back(review: Review, reason: str, *, by: User, at: dt.datetime | None = None) -> Review:
    """Return a submitted review to its lead, with what to look at again."""
    at = at or timezone.now()
    perform(
        moves.RETURN,
        review,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"returned_because": reason.strip()},
    )
    clocks.meet(review, "review_sign_off", at=at)
    clocks.start(
        CLOCK_OF_TIER[review.tier],
        review,
        unit=review.unit,
        at=at,
        owner=review.lead,
        thread=review.incident_id,
    )
    if review.lead:
        notices.send(
            [review.lead],
            kind="review_returned",
            subject=f"Your review of {review.incident.reference} came back to you",
            link=f"/reviews/{review.pk}/",
            thread=review.incident_id,
            at=at,
        )
    return review


@transaction.atomic
def sign_off(review: Review, *, by: User, at: dt.datetime | None = None) -> Review:
    """Sign off; every incident of the review whose reviews are all done moves to acting."""
    at = at or timezone.now()
    perform(
        moves.SIGN_OFF,
        review,
        by=by,
        at=at,
        facts={"by": by},
        told={"actions": action_count(review)},
        changes={"signed_off_at": at, "signed_off_by": by},
    )
    clocks.meet(review, "review_sign_off", at=at)
    _move_on(review, at)
    return review


def _move_on(review: Review, at: dt.datetime) -> None:
    actions = action_count(review)
    open_reviews = Review.objects.exclude(status__in=DONE_STATUSES).values("links__incident")
    waiting = Incident.objects.filter(
        review_links__review=review, status=IncidentStatus.IN_REVIEW
    ).exclude(pk__in=open_reviews.filter(links__incident__isnull=False))
    for incident in waiting:
        incidents.begin_acting(
            incident,
            review_signed_off=True,
            serious=is_serious(incident),
            actions=actions,
            at=at,
        )


@transaction.atomic
def drop(review: Review, reason: str, *, at: dt.datetime) -> Review:
    """The incident ended before its review was done: nobody has to work on it any more."""
    perform(moves.DROP, review, by="system", at=at, told={"reason": reason})
    for kind in (CLOCK_OF_TIER[review.tier], "review_sign_off"):
        clocks.stop(review, kind, reason, at=at)
    return review
