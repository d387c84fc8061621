"""Complaints and restrictions for tests, written the way people write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone

from goldthread.domain.registers.complaints import operations as complaints
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.complaints.terms import Consent, From, How
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions import operations
from goldthread.domain.registers.restrictions.models import Restriction
from goldthread.domain.registers.restrictions.records import Other, Record, Review
from goldthread.domain.registers.restrictions.terms import (
    Capacity,
    Domain,
    Involvement,
    LegalBasis,
    Risk,
    Verdict,
    a_month_after,
)
from tests.factories.provider import Provider
from tests.factories.registers import person_served

WORDS = "Goes to town only with a member of staff."


def complaint_of(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Complaint:
    """A sister's complaint, received an hour ago and recorded by the team manager."""
    at = at or timezone.now()
    values: dict[str, Any] = {
        "made_by": From.FAMILY,
        "from_name": "Ros Marchpane",
        "from_contact": "ros@families.example",
        "about": "Not allowed out alone since the spring",
        "words": "My sister Wilhelmina has not been to choir for nine months.",
        "wanted": "That somebody says when it stops.",
        "how": How.LETTER,
        "consent": Consent.GIVEN,
        "about_restriction": True,
    }
    return complaints.receive(
        provider.team,
        complaints.Account(**(values | changes)),
        received_at=at - dt.timedelta(hours=1),
        by=provider.people["team_manager"],
        at=at,
    )


def record_of(*, day: dt.date | None = None, **changes: Any) -> Record:
    """A whole record, reviewed in three weeks."""
    day = day or timezone.localdate()
    values: dict[str, Any] = {
        "words": WORDS,
        "domains": (Domain.COMMUNITY.value,),
        "trigger": "Someone took her money in town.",
        "rationale": "The man waits near the shops at that hour.",
        "alternatives": (
            Other("Going with a friend", "Her friend is away until May.", tried=True),
            Other("A telephone call on arrival", "She lost her telephone last week."),
        ),
        "rights": "She cannot meet friends when she likes.",
        "safety": "She is not alone with the man.",
        "proportionality": "For three weeks, and only for town.",
        "legal_basis": LegalBasis.CONSENT,
        "capacity": Capacity.HAS,
        "capacity_record": "Assessed with her on Monday.",
        "involvement": Involvement.INVOLVED,
        "view": "“Only until he has gone.”",
        "family": "Her sister was asked and agrees.",
        "review_on": day + dt.timedelta(days=21),
        "exit_criteria": "The man has moved away.",
    }
    return replace(Record(**(values | changes)))


def proposed(
    provider: Provider,
    *,
    person: Person | None = None,
    at: dt.datetime | None = None,
    started_on: dt.date | None = None,
    **changes: Any,
) -> Restriction:
    """A restriction proposed by the supervisor."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    return operations.propose(
        person or person_served(provider),
        record_of(day=day, **changes),
        started_on=started_on or day,
        by=provider.people["supervisor"],
        at=at,
    )


def in_force(provider: Provider, *, at: dt.datetime | None = None, **changes: Any) -> Restriction:
    """A restriction authorised by the restrictive-practice lead."""
    at = at or timezone.now()
    lead = provider.people["restrictive_practice_lead"]
    return operations.authorise(proposed(provider, at=at, **changes), by=lead, at=at)


def begun_at_once(
    provider: Provider, *, at: dt.datetime | None = None, **changes: Any
) -> Restriction:
    """A restriction that could not wait."""
    at = at or timezone.now()
    record = Record(WORDS, (Domain.COMMUNITY.value,), legal_basis=LegalBasis.CONSENT)
    return operations.begin_at_once(
        person_served(provider),
        replace(record, **changes),
        "He is outside the house now.",
        started_on=timezone.localdate(at),
        by=provider.people["supervisor"],
        at=at,
    )


def decided(
    verdict: str = Verdict.CONTINUE, *, day: dt.date | None = None, **changes: Any
) -> Review:
    """A whole decision, with the next review in a month."""
    day = day or timezone.localdate()
    values: dict[str, Any] = {
        "verdict": verdict,
        "reason": "The man is still seen near the shops.",
        "what_changed": "She has a telephone again.",
        "risk": Risk.SAME,
        "view": "“I can wait another week.”",
        "next_review_on": None if verdict == Verdict.END else a_month_after(day),
    }
    if verdict == Verdict.REDUCE:
        values |= {"words": "Goes to town alone, and rings on arrival.", "risk": Risk.FALLEN}
    return Review(**(values | changes))


def reviewed(
    provider: Provider,
    restriction: Restriction,
    verdict: str = Verdict.CONTINUE,
    *,
    at: dt.datetime | None = None,
    **changes: Any,
) -> Restriction:
    """A review by the supervisor."""
    at = at or timezone.now()
    review = decided(verdict, day=timezone.localdate(at), **changes)
    return operations.review(restriction, review, by=provider.people["supervisor"], at=at)
