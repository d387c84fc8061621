"""Recording what was observed, what follows, and when it was done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import after
from goldthread.domain.registers.escalation import transitions as moves
from goldthread.domain.registers.escalation.models import (
    Episode,
    EpisodeCounter,
    IndicatorVersion,
    Monitoring,
    Observation,
    StepUp,
)
from goldthread.domain.registers.escalation.operations.ending import close_episode
from goldthread.domain.registers.escalation.operations.seniors import task_senior
from goldthread.domain.registers.escalation.queries import (
    open_monitoring,
    open_step_up,
    visible_to,
)
from goldthread.domain.registers.escalation.terms import (
    OPEN_STATUSES,
    RECHECK_CLOCK,
    STEP_UP_CLOCK,
    Finding,
    Precision,
    Status,
)
from goldthread.domain.registers.people.models import Person
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@dataclass(frozen=True)
class Seen:
    """What was observed: an indicator in its wording, when, and whether its threshold is met."""

    version: IndicatorVersion
    observed_at: dt.datetime
    met: bool
    note: str = ""
    precision: str = Precision.EXACT


@dataclass(frozen=True)
class StepUpAsked:
    """What the step-up is. Left empty, the indicator's own words and timescale hold."""

    owner: User | None = None
    action: str = ""
    due_at: dt.datetime | None = None


@dataclass(frozen=True)
class Watch:
    """A decision to monitor."""

    threshold: str = ""
    owner: User | None = None
    recheck_at: dt.datetime | None = None


@transaction.atomic
def record_observation(
    person: Person,
    seen: Seen,
    *,
    by: User,
    step_up: StepUpAsked | None = None,
    watch: Watch | None = None,
    at: dt.datetime | None = None,
) -> Episode:
    """Record a sign and what follows from it, in the person's open episode or a new one.

    All or nothing: a decision to monitor that is refused records no sign, and the text is kept.
    """
    at = at or timezone.now()
    if not scope_of(by).holds(Permission.ESCALATION_RECORD, person.unit_id):
        raise refuse(NOT_ALLOWED, f"You cannot record escalation at {person.unit.name}.")
    mine = visible_to(by).filter(person=person, status__in=OPEN_STATUSES).order_by("-opened_at")
    episode = mine.first()
    if episode is not None:
        return observe(episode, seen, by=by, step_up=step_up, watch=watch, at=at)
    episode = _open(person, seen, by, at)
    _keep(episode, seen, step_up, by, at)
    if watch is not None and not seen.met:
        _watch_on(episode, watch, by, at)
    episode.refresh_from_db()
    return episode


def _open(person: Person, seen: Seen, by: User, at: dt.datetime) -> Episode:
    episode = Episode(
        organisation_id=person.organisation_id,
        unit=person.unit,
        person=person,
        opened_at=seen.observed_at,
        opened_by=by,
    )
    return start(
        episode,
        moves.OPEN_EPISODE,
        by=by,
        at=at,
        facts=_facts(seen, at),
        told={"person": person.pk, **_told(seen)},
        before_save=_number,
    )


def _number(episode: Episode) -> None:
    """Give the next reference of the organisation, as E-00042."""
    counter, _ = EpisodeCounter.objects.get_or_create(organisation_id=episode.organisation_id)
    EpisodeCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    episode.reference = f"E-{counter.last:05d}"


@transaction.atomic
def observe(
    episode: Episode,
    seen: Seen,
    *,
    by: User,
    step_up: StepUpAsked | None = None,
    watch: Watch | None = None,
    at: dt.datetime | None = None,
) -> Episode:
    """Record another sign in an open episode, and what follows from it."""
    at = at or timezone.now()
    perform(moves.OBSERVE, episode, by=by, at=at, facts=_facts(seen, at), told=_told(seen))
    _keep(episode, seen, step_up, by, at)
    if watch is not None and not seen.met:
        _decide_again(episode, watch, by, at)
    episode.refresh_from_db()
    return episode


def _facts(seen: Seen, at: dt.datetime) -> dict[str, object]:
    return {"version": seen.version, "observed_at": seen.observed_at, "now": at}


def _told(seen: Seen) -> dict[str, object]:
    """What the trail keeps: codes and times, never the note."""
    return {
        "indicator": seen.version.indicator.code,
        "wording": seen.version.number,
        "observed_at": seen.observed_at,
        "threshold_met": seen.met,
    }


def _keep(
    episode: Episode, seen: Seen, asked: StepUpAsked | None, by: User, at: dt.datetime
) -> None:
    """The observation, with the step-up that its threshold leads to."""
    due_at = own_due(seen.version, seen.observed_at)
    step_up = _lead_to(episode, seen, asked or StepUpAsked(), due_at, by, at) if seen.met else None
    Observation.objects.create(
        episode=episode,
        version=seen.version,
        observed_at=seen.observed_at,
        precision=seen.precision,
        note=seen.note.strip(),
        threshold_met=seen.met,
        step_up=step_up,
        own_due_at=due_at if seen.met else None,
        recorded_at=at,
        recorded_by=by,
    )


def own_due(version: IndicatorVersion, met_at: dt.datetime) -> dt.datetime | None:
    """When the indicator's step-up is due, from when its threshold was met; None if unmapped."""
    if version.within_amount is None:
        return None
    return after(met_at, version.within_amount, version.within_unit)


def _lead_to(
    episode: Episode,
    seen: Seen,
    asked: StepUpAsked,
    own_due_at: dt.datetime | None,
    by: User,
    at: dt.datetime,
) -> StepUp:
    action = asked.action.strip() or seen.version.step_up
    due_at = asked.due_at or own_due_at
    facts = {"action": action, "due_at": due_at, "met_at": seen.observed_at}
    again = episode.status == Status.STEP_UP
    move = moves.MEET_AGAIN if again else moves.MEET_THRESHOLD
    told = {"due_at": due_at, "met_at": seen.observed_at}
    perform(move, episode, by=by, at=at, facts=facts, told=told)
    assert due_at is not None  # noqa: S101 - rule ESC-06
    _end_watch(episode, seen.observed_at, by, at)
    if again:
        return _answer_too(episode, due_at, at)
    step_up = StepUp.objects.create(
        episode=episode,
        action=action,
        met_at=seen.observed_at,
        due_at=due_at,
        owner=asked.owner or by,
        recorded_at=at,
        recorded_by=by,
    )
    _start_clock(step_up, seen.version)
    if step_up.late(at):
        task_senior(step_up, at)
    return step_up


def _answer_too(episode: Episode, due_at: dt.datetime, at: dt.datetime) -> StepUp:
    """The step-up that is due answers this threshold too, by the earlier of the two times."""
    step_up = open_step_up(episode)
    assert step_up is not None  # noqa: S101 - the status says so
    if due_at < step_up.due_at:
        step_up.due_at = due_at
        step_up.save(update_fields=["due_at"])
        clocks.move(episode, STEP_UP_CLOCK, due_at)
    if step_up.late(at):
        task_senior(step_up, at)
    return step_up


def _start_clock(step_up: StepUp, version: IndicatorVersion) -> None:
    # No golden thread: closing an incident ends its clocks, and this person is still waited for.
    episode = step_up.episode
    clocks.start_due(
        STEP_UP_CLOCK,
        episode,
        unit=episode.unit,
        at=step_up.met_at,
        due_at=step_up.due_at,
        # The indicator's own words; what a person typed instead may hold a name.
        label=f"Step-up for {episode.reference}: {version.step_up or 'as recorded'}"[:200],
        owner=step_up.owner,
        source_text=version.source_text,
    )


def _decide_again(episode: Episode, watch: Watch, by: User, at: dt.datetime) -> None:
    """Another sign while watching: the earlier decision ends, and this one takes its place."""
    if episode.status == Status.MONITORED:
        recheck(episode, Finding.SAME, "Another sign was seen.", watch=watch, by=by, at=at)
    else:
        _watch_on(episode, watch, by, at)


@transaction.atomic
def monitor(episode: Episode, watch: Watch, *, by: User, at: dt.datetime | None = None) -> Episode:
    """Decide to watch on; refused without threshold, owner and re-check time (row 59)."""
    return _watch_on(episode, watch, by, at or timezone.now())


def _watch_on(episode: Episode, watch: Watch, by: User, at: dt.datetime) -> Episode:
    facts = {
        "threshold": watch.threshold,
        "owner": watch.owner,
        "recheck_at": watch.recheck_at,
        "now": at,
    }
    told = {"owner": watch.owner.pk if watch.owner else None, "recheck_at": watch.recheck_at}
    perform(moves.MONITOR, episode, by=by, at=at, facts=facts, told=told)
    assert watch.owner is not None and watch.recheck_at is not None  # noqa: S101 - ESC-02, ESC-03
    Monitoring.objects.create(
        episode=episode,
        threshold=watch.threshold.strip(),
        owner=watch.owner,
        recheck_at=watch.recheck_at,
        decided_at=at,
        decided_by=by,
    )
    clocks.start_due(
        RECHECK_CLOCK,
        episode,
        unit=episode.unit,
        at=at,
        due_at=watch.recheck_at,
        label=f"Look again: {episode.reference}",
        owner=watch.owner,
    )
    return episode


def _end_watch(episode: Episode, met_at: dt.datetime, by: User, at: dt.datetime) -> None:
    """A threshold met while watching ends the watch."""
    watching = open_monitoring(episode)
    if watching is None:
        return
    watching.rechecked_at, watching.rechecked_by = max(met_at, watching.decided_at), by
    watching.finding = Finding.MET
    watching.save(update_fields=["rechecked_at", "rechecked_by", "finding"])
    clocks.meet(episode, RECHECK_CLOCK, at=at)


@transaction.atomic
def recheck(
    episode: Episode,
    finding: str,
    result: str,
    *,
    by: User,
    watch: Watch | None = None,
    seen: Seen | None = None,
    step_up: StepUpAsked | None = None,
    at: dt.datetime | None = None,
) -> Episode:
    """Record that someone looked again: settled closes, the same watches on, met steps up."""
    at = at or timezone.now()
    facts = {"finding": finding, "result": result}
    perform(moves.RECHECK, episode, by=by, at=at, facts=facts, told={"finding": finding})
    Monitoring.objects.filter(episode=episode, rechecked_at__isnull=True).update(
        rechecked_at=at, rechecked_by=by, finding=finding, result=result.strip()
    )
    clocks.meet(episode, RECHECK_CLOCK, at=at)
    if finding == Finding.SAME:
        _watch_on(episode, watch or Watch(), by, at)
    elif finding == Finding.MET and seen is not None:
        observe(episode, seen, by=by, step_up=step_up, at=at)
    elif finding == Finding.SETTLED:
        close_episode(episode, result, by=by, at=at)
    return episode


@transaction.atomic
def step_up_done(
    episode: Episode,
    what: str,
    done_at: dt.datetime,
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Episode:
    """Record that the step-up was done, and when; a late one tasks a senior."""
    at = at or timezone.now()
    step_up = open_step_up(episode)
    facts = {"what": what, "done_at": done_at, "now": at, "step_up": step_up}
    perform(moves.STEP_UP, episode, by=by, at=at, facts=facts, told={"done_at": done_at})
    assert step_up is not None  # noqa: S101 - rule ESC-08
    step_up.done_at, step_up.done_by, step_up.done_what = done_at, by, what.strip()
    step_up.save(update_fields=["done_at", "done_by", "done_what"])
    clocks.meet(episode, STEP_UP_CLOCK, at=done_at)
    if step_up.late(at):
        task_senior(step_up, at)
    return episode
