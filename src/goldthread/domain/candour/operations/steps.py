"""The ordered steps of candour, attempts, and ending where contact is not possible or wanted."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.domain.candour import transitions as moves
from goldthread.domain.candour.models import Attempt, Candour
from goldthread.domain.candour.operations.deciding import start_clock
from goldthread.domain.candour.terms import UNDER_WAY, ContactOutcome
from goldthread.workflow.operations import perform

TELLING_CLOCKS = ("candour_notify", "candour_notify_contract")
CLOCKS = (
    "candour_decision",
    *TELLING_CLOCKS,
    "candour_written_follow_up",
    "candour_share_results",
)


@dataclass(frozen=True)
class RelevantPerson:
    """Who is to be told. `basis` says what lets someone act for the person affected."""

    name: str
    relationship: str
    basis: str = ""
    contact: str = ""
    needs: str = ""
    lead: User | None = None


@dataclass(frozen=True)
class Telling:
    """What was said in person, when and how; `how_why` explains anything but face to face."""

    told_at: dt.datetime
    how: str
    account: str
    enquiries: str
    apology: str
    told_by: User | None = None
    how_why: str = ""


@dataclass(frozen=True)
class Tried:
    """One attempt to make contact."""

    tried_at: dt.datetime
    tried_by: str
    how: str
    result: str
    note: str = ""


@transaction.atomic
def name_person(
    candour: Candour, person: RelevantPerson, *, by: User, at: dt.datetime | None = None
) -> Candour:
    """Record who is to be told, what they need, and who leads the contact with them."""
    perform(
        moves.NAME_PERSON,
        candour,
        by=by,
        at=at,
        facts={"person_relationship": person.relationship, "person_basis": person.basis},
        told={"relationship": person.relationship, "lead": person.lead and person.lead.pk},
        changes={
            "person_name": person.name.strip(),
            "person_relationship": person.relationship,
            "person_basis": person.basis.strip(),
            "person_contact": person.contact.strip(),
            "person_needs": person.needs.strip(),
            "lead": person.lead,
        },
    )
    if person.lead is not None:
        for kind in CLOCKS:
            clocks.reassign(candour, kind, person.lead)
    return candour


@transaction.atomic
def record_attempt(
    candour: Candour, tried: Tried, *, by: User, at: dt.datetime | None = None
) -> Attempt:
    """Keep a written record of one attempt to make contact."""
    at = at or timezone.now()
    perform(
        moves.ATTEMPT,
        candour,
        by=by,
        at=at,
        facts={"at": at, "happened_at": tried.tried_at, **asdict(tried)},
        told={"tried_at": tried.tried_at, "how": tried.how, "result": tried.result},
    )
    return Attempt.objects.create(
        candour=candour,
        tried_at=tried.tried_at,
        tried_by=tried.tried_by.strip()[:160],
        how=tried.how,
        result=tried.result,
        note=tried.note.strip(),
        recorded_at=at,
        recorded_by=by,
    )


@transaction.atomic
def tell(candour: Candour, telling: Telling, *, by: User, at: dt.datetime | None = None) -> Candour:
    """Record the notification in person (20(2)(a), 20(3)); ends its clock, starts the letter's."""
    at = at or timezone.now()
    perform(
        moves.TELL,
        candour,
        by=by,
        at=at,
        facts={
            "at": at,
            "happened_at": telling.told_at,
            "told_how": telling.how,
            "told_how_why": telling.how_why,
            "account": telling.account,
            "enquiries": telling.enquiries,
            "apology": telling.apology,
        },
        changes={
            "told_at": telling.told_at,
            "told_by": telling.told_by or by,
            "told_how": telling.how,
            "told_how_why": telling.how_why.strip(),
            "account": telling.account.strip(),
            "enquiries": telling.enquiries.strip(),
            "apology": telling.apology.strip(),
        },
    )
    for kind in TELLING_CLOCKS:
        clocks.meet(candour, kind, at=telling.told_at)
    start_clock(candour, "candour_written_follow_up", telling.told_at)
    return candour


def offer_support(
    candour: Candour,
    offered: str,
    *,
    taken: str = "",
    by: User,
    at: dt.datetime | None = None,
) -> Candour:
    """Record the support offered (20(2)(b)) and what of it was taken up."""
    at = at or timezone.now()
    return perform(
        moves.SUPPORT,
        candour,
        by=by,
        at=at,
        facts={"support_offered": offered, "support_taken": taken},
        changes={
            "support_offered": offered.strip(),
            "support_taken": taken.strip(),
            "supported_at": at,
            "supported_by": by,
        },
    )


@transaction.atomic
def confirm_written(candour: Candour, *, by: User, at: dt.datetime | None = None) -> Candour:
    """The follow-up letter is on record as sent (20(4)); ends its clock."""
    at = at or timezone.now()
    perform(moves.WRITE, candour, by=by, at=at, changes={"written_at": at, "written_by": by})
    clocks.meet(candour, "candour_written_follow_up", at=at)
    return candour


def results_due(candour: Candour, *, at: dt.datetime) -> None:
    """Enquiries have ended: the results wait to be shared. Called when a review is signed off."""
    if candour.status in UNDER_WAY and candour.results_shared_at is None:
        clocks.stop(candour, "candour_share_results", "A later review was signed off", at=at)
        start_clock(candour, "candour_share_results", at)


@transaction.atomic
def share_results(candour: Candour, *, by: User, at: dt.datetime | None = None) -> Candour:
    """The letter with the results is on record as sent (20(4)); ends its clock."""
    at = at or timezone.now()
    perform(
        moves.SHARE_RESULTS,
        candour,
        by=by,
        at=at,
        changes={"results_shared_at": at, "results_shared_by": by},
    )
    clocks.meet(candour, "candour_share_results", at=at)
    return candour


def complete(candour: Candour, *, by: User, at: dt.datetime | None = None) -> Candour:
    """Every step is done and every question settled."""
    at = at or timezone.now()
    return perform(
        moves.COMPLETE, candour, by=by, at=at, changes={"completed_at": at, "completed_by": by}
    )


@transaction.atomic
def end_without_contact(
    candour: Candour,
    outcome: ContactOutcome,
    note: str,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Candour:
    """End candour because the person cannot be reached or does not want contact (20(5))."""
    at = at or timezone.now()
    perform(
        moves.END_WITHOUT_CONTACT,
        candour,
        by=by,
        at=at,
        facts={"contact_outcome": outcome, "contact_note": note},
        changes={
            "contact_outcome": outcome,
            "contact_note": note.strip(),
            "completed_at": at,
            "completed_by": by,
        },
    )
    for kind in CLOCKS:
        clocks.stop(candour, kind, outcome.label, at=at)
    return candour


@transaction.atomic
def resume(candour: Candour, reason: str, *, by: User, at: dt.datetime | None = None) -> Candour:
    """Open candour again because contact is possible or wanted after all."""
    at = at or timezone.now()
    nobody = {"contact_outcome": "", "contact_note": "", "completed_at": None, "completed_by": None}
    perform(moves.RESUME, candour, by=by, at=at, facts={"reason": reason}, changes=nobody)
    for kind in TELLING_CLOCKS:
        start_clock(candour, kind, at)
    return candour
