"""Proposing a restriction, beginning one at once, completing its record, and authorising it.

The trail is told codes, dates and a digest of the words: what a person typed may hold a name.
Clocks of restrictions stand outside the golden thread: a thread that ends stops its clocks, and
the review of a limit on someone's life must not stop with it.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import holders
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.clocks.calendar import end_of
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions import transitions as moves
from goldthread.domain.registers.restrictions.models import (
    Alternative,
    Restriction,
    RestrictionCounter,
)
from goldthread.domain.registers.restrictions.records import Other, Record
from goldthread.notices import operations as notices
from goldthread.workflow.numbers import take
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

REVIEW, AUTHORISATION, URGENT = (
    "restriction_review",
    "restriction_authorisation",
    "restriction_urgent_record",
)
LEAD = "restrictive_practice_lead"


@transaction.atomic
def propose(
    person: Person, record: Record, *, started_on: dt.date, by: User, at: dt.datetime | None = None
) -> Restriction:
    """Propose a restriction with its whole record; it limits nobody until it is authorised."""
    at = at or timezone.now()
    restriction = _new(person, record, started_on, by, at)
    restriction.completed_at, restriction.completed_by = at, by
    start(
        restriction,
        moves.PROPOSE,
        by=by,
        at=at,
        facts={"record": record, "started_on": started_on, "today": timezone.localdate(at)},
        told={"person": person.pk, "started_on": started_on.isoformat(), **record.told()},
        before_save=_number,
    )
    _keep_alternatives(restriction, record.alternatives)
    clocks.start(AUTHORISATION, restriction, unit=restriction.unit, at=at, owner_role=LEAD)
    _tell(restriction, "A restriction waits to be authorised", at, urgent=False)
    return restriction


@transaction.atomic
def begin_at_once(
    person: Person,
    record: Record,
    urgent_because: str,
    *,
    started_on: dt.date,
    by: User,
    at: dt.datetime | None = None,
) -> Restriction:
    """Begin where it cannot wait: with a reason and a legal basis, and a clock for all the rest."""
    at = at or timezone.now()
    restriction = _new(person, record, started_on, by, at)
    restriction.urgent_because, restriction.in_force_at = urgent_because.strip(), at
    start(
        restriction,
        moves.BEGIN_AT_ONCE,
        by=by,
        at=at,
        facts={
            "record": record,
            "urgent_because": urgent_because,
            "started_on": started_on,
            "today": timezone.localdate(at),
        },
        told={"person": person.pk, "started_on": started_on.isoformat(), **record.told()},
        before_save=_number,
    )
    _keep_alternatives(restriction, record.alternatives)
    clock = clocks.start(URGENT, restriction, unit=restriction.unit, at=at, owner_role="supervisor")
    Restriction.objects.filter(pk=restriction.pk).update(record_due_at=clock.due_at)
    restriction.refresh_from_db()
    _tell(restriction, "A restriction began at once", at, urgent=True)
    return restriction


@transaction.atomic
def complete(
    restriction: Restriction, record: Record, *, by: User, at: dt.datetime | None = None
) -> Restriction:
    """Write the whole record of one begun at once, or mend a proposal before it is authorised."""
    at = at or timezone.now()
    perform(
        moves.COMPLETE,
        restriction,
        by=by,
        at=at,
        facts={
            "record": record,
            "started_on": restriction.started_on,
            "today": timezone.localdate(at),
        },
        changes={**record.columns(), "completed_at": at, "completed_by": by},
        told=record.told(),
    )
    restriction.alternatives.all().delete()
    _keep_alternatives(restriction, record.alternatives)
    return restriction


@transaction.atomic
def authorise(restriction: Restriction, *, by: User, at: dt.datetime | None = None) -> Restriction:
    """Put the restriction in force until its review date; the review clock starts."""
    at = at or timezone.now()
    perform(
        moves.AUTHORISE,
        restriction,
        by=by,
        at=at,
        facts={"by": by.pk, "today": timezone.localdate(at)},
        changes={
            "authorised_at": at,
            "authorised_by": by,
            "in_force_at": restriction.in_force_at or at,
        },
        told={"review_on": str(restriction.review_on)},
    )
    for kind in (AUTHORISATION, URGENT):
        clocks.meet(restriction, kind, at=at)
    wait_for_review(restriction, at)
    return restriction


def decline(
    restriction: Restriction, reason: str, *, by: User, at: dt.datetime | None = None
) -> Restriction:
    """Do not authorise it; what is proposed does not begin."""
    at = at or timezone.now()
    with transaction.atomic():
        changes = {"declined_because": reason.strip()}
        facts = {"reason": reason}
        perform(moves.DECLINE, restriction, by=by, at=at, facts=facts, changes=changes, told={})
        clocks.meet(restriction, AUTHORISATION, at=at)
    return restriction


def wait_for_review(restriction: Restriction, at: dt.datetime) -> None:
    """Start the clock of the next decision: it waits for the team's supervisors."""
    if restriction.review_on is None:
        return
    clocks.start_due(
        REVIEW,
        restriction,
        unit=restriction.unit,
        at=at,
        due_at=end_of(restriction.review_on),
        label=f"Review of restriction {restriction.reference}",
        owner_role="supervisor",
        source_text="Reviewed at least each month",
    )


def _new(
    person: Person, record: Record, started_on: dt.date, by: User, at: dt.datetime
) -> Restriction:
    if not scope_of(by).holds(Permission.RESTRICTION_KEEP, person.unit_id):
        raise refuse(NOT_ALLOWED, f"You cannot record restrictions at {person.unit.name}.")
    return Restriction(
        organisation_id=person.organisation_id,
        unit=person.unit,
        person=person,
        started_on=started_on,
        proposed_at=at,
        proposed_by=by,
        **record.columns(),
    )


def _keep_alternatives(restriction: Restriction, others: tuple[Other, ...]) -> None:
    Alternative.objects.bulk_create(
        Alternative(
            restriction=restriction,
            what=one.what.strip(),
            tried=one.tried,
            why_not=one.why_not.strip(),
        )
        for one in others
    )


def _number(restriction: Restriction) -> None:
    """Give the next reference of the organisation, as R-00042."""
    number = take(RestrictionCounter, restriction.organisation_id)
    restriction.reference = f"R-{number:05d}"


def _tell(restriction: Restriction, subject: str, at: dt.datetime, *, urgent: bool) -> None:
    notices.send(
        holders(Permission.RESTRICTION_AUTHORISE, restriction.unit).exclude(
            pk=restriction.proposed_by_id or 0
        ),
        kind="restriction",
        subject=f"{subject}: {restriction.reference}",
        body=f"Team: {restriction.unit.name}.",
        link=f"/restrictions/{restriction.pk}/",
        urgent=urgent,
        cover=True,
        at=at,
    )
