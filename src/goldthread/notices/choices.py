"""What a person chooses: how they hear, who covers them, and their calendar's address."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.operations import set_absence
from goldthread.access.refusals import Refusal, Refused
from goldthread.analytics.months import in_words
from goldthread.notices.digests import plan_again
from goldthread.notices.models import CalendarAddress, Preference
from goldthread.notices.operations import send
from goldthread.notices.terms import Rhythm
from goldthread.trail.operations import Actor
from goldthread.trail.operations import record as write_trail

FETCHED_EVERY = dt.timedelta(hours=1)


@transaction.atomic
def choose(
    person: User,
    rhythm: str,
    *,
    hour: int,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    team_week: bool = True,
    at: dt.datetime | None = None,
) -> Preference:
    """Set how the person hears by e-mail; what waits for a digest follows. Raises Refused (NTC-02, NTC-03)."""
    at = at or timezone.now()
    refusals = []
    if rhythm not in Rhythm.values or not 0 <= hour <= 23:
        refusals.append(Refusal("NTC-02", "Choose how often, and a full hour.", "rhythm"))
    if (quiet_from is None) != (quiet_until is None):
        missing = "quiet_until" if quiet_until is None else "quiet_from"
        words = "Give both ends of your quiet hours, or neither."
        refusals.append(Refusal("NTC-03", words, missing))
    if quiet_from is not None and quiet_from == quiet_until:
        words = (
            "Quiet hours cannot begin and end at the same time. Change one, or leave both empty."
        )
        refusals.append(Refusal("NTC-03", words, "quiet_until"))
    if refusals:
        raise Refused(refusals)
    told, _ = Preference.objects.update_or_create(
        user=person,
        defaults={
            "rhythm": rhythm,
            "hour": hour,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "team_week": team_week,
            "changed_at": at,
        },
    )
    plan_again(person, at)
    _write(person, "notices.choose", person, {"rhythm": rhythm}, at)
    return told


@transaction.atomic
def be_away(
    person: User,
    absent_from: dt.date | None,
    absent_until: dt.date | None = None,
    *,
    covered_by: User | None = None,
    by: User,
    at: dt.datetime | None = None,
) -> User:
    """Note when a person is away and who covers, and tell whoever covers now. Raises Refused."""
    before = (person.absent_from, person.covered_by_id)
    set_absence(person, absent_from, absent_until, covered_by=covered_by, by=by)
    if absent_from and covered_by and (absent_from, covered_by.pk) != before:
        until = f" until {in_words(absent_until)}" if absent_until else ", until further notice"
        send(
            [covered_by],
            "cover_named",
            subject=f"You cover for a colleague from {in_words(absent_from)}",
            body=f"From {in_words(absent_from)}{until} their work stands in your My work too.",
            link="/my-work/",
            by_itself=True,
            at=at,
        )
    return person


def hashed(token: str) -> str:
    """What is stored instead of a token: it has 256 random bits, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def new_calendar_address(person: User, *, at: dt.datetime | None = None) -> str:
    """A new private token for the person's calendar; an earlier one is dead from now on.

    It is returned once and cannot be had again.
    """
    at = at or timezone.now()
    token = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        user=person, defaults={"token_hash": hashed(token), "made_at": at, "fetched_at": None}
    )
    _write(person, "notices.calendar_made", person, {}, at)
    return token


@transaction.atomic
def end_calendar_address(person: User, *, at: dt.datetime | None = None) -> bool:
    """Take the person's calendar address away; False where there was none."""
    ended, _ = CalendarAddress.objects.filter(user=person).delete()
    if ended:
        _write(person, "notices.calendar_ended", person, {}, at or timezone.now())
    return bool(ended)


def note_fetched(address: CalendarAddress, at: dt.datetime) -> None:
    """Note, at most once an hour, that a calendar program came by."""
    if address.fetched_at is None or at - address.fetched_at >= FETCHED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(fetched_at=at)


def _write(person: User, kind: str, by: Actor, facts: dict[str, object], at: dt.datetime) -> None:
    write_trail(person, kind, by=by, facts=facts, at=at, organisation_id=person.organisation_id)
