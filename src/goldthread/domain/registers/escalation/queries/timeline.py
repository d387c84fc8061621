"""The escalation timeline: indicator, threshold, decision, action, and the gaps between (row 62)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from goldthread.access.models import User
from goldthread.domain.registers.escalation.models import (
    Crisis,
    Episode,
    Monitoring,
    Observation,
    StepUp,
)
from goldthread.domain.registers.escalation.terms import CrisisStatus, Status


class Kind(StrEnum):
    """What a moment of the timeline is; the order is that of moments at one time."""

    INDICATOR = "indicator"
    THRESHOLD = "threshold"
    MONITORING = "monitoring"
    RECHECK = "recheck"
    STEP_UP = "step_up"
    NOT_DONE = "not_done"
    REVIEW = "review"
    CRISIS = "crisis"
    END = "end"


ORDER = list(Kind)


@dataclass(frozen=True)
class Moment:
    """One thing that happened, or should have. `gap` is the time since the moment before.

    `took` is from the threshold to the step-up; `late_by` how far beyond its due time that is.
    """

    kind: Kind
    at: dt.datetime
    what: str
    detail: str = ""
    who: User | None = None
    due_at: dt.datetime | None = None
    took: dt.timedelta | None = None
    late_by: dt.timedelta | None = None
    gap: dt.timedelta | None = None


def timeline(episodes: Iterable[Episode], at: dt.datetime) -> list[Moment]:
    """Everything that happened in these episodes as it stands at `at`, oldest first.

    The episodes come from `with_page`. Those recorded in error are left out.
    """
    found = [
        moment
        for episode in episodes
        if episode.status != Status.WITHDRAWN
        for moment in _of(episode, at)
    ]
    found.sort(key=lambda one: (one.at, ORDER.index(one.kind)))
    before: dt.datetime | None = None
    gapped = []
    for one in found:
        gapped.append(replace(one, gap=one.at - before if before is not None else None))
        before = one.at
    return gapped


def _of(episode: Episode, at: dt.datetime) -> Iterator[Moment]:
    for seen in episode.observations.all():
        yield from _seen(seen)
    for step_up in episode.step_ups.all():
        yield from _step_up(step_up, at)
    for watched in episode.monitorings.all():
        yield from _watched(watched)
    for crisis in episode.crises.all():
        if crisis.status == CrisisStatus.RECORDED:
            yield _crisis(crisis)
    if episode.ended_at is not None:
        why = episode.ended_because
        yield Moment(Kind.END, episode.ended_at, "Episode closed", why, episode.ended_by)


def _seen(seen: Observation) -> Iterator[Moment]:
    yield Moment(Kind.INDICATOR, seen.observed_at, seen.version.name, seen.note, seen.recorded_by)
    if seen.threshold_met:
        words = seen.version.threshold or "The threshold was recorded as met."
        yield Moment(Kind.THRESHOLD, seen.observed_at, "Threshold met", words, seen.recorded_by)


def _step_up(step_up: StepUp, at: dt.datetime) -> Iterator[Moment]:
    late_by = step_up.late_by(at)
    if step_up.done_at is not None:
        yield Moment(
            Kind.STEP_UP,
            step_up.done_at,
            step_up.action,
            step_up.done_what,
            step_up.done_by,
            step_up.due_at,
            step_up.took(at),
            late_by,
        )
    elif late_by is not None:
        yield Moment(
            Kind.NOT_DONE, at, step_up.action, "", step_up.owner, step_up.due_at,
            step_up.took(at), late_by,
        )  # fmt: skip
    review = getattr(step_up, "review", None)
    if review is not None:
        words = f"{review.rationale}\n\nLearning: {review.learning}"
        yield Moment(Kind.REVIEW, review.reviewed_at, "Senior review", words, review.reviewed_by)


def _watched(watched: Monitoring) -> Iterator[Moment]:
    words = f"Step up when: {watched.threshold}"
    yield Moment(
        Kind.MONITORING, watched.decided_at, "Decision to monitor", words, watched.owner,
        watched.recheck_at,
    )  # fmt: skip
    if watched.rechecked_at is not None:
        late = watched.rechecked_at > watched.recheck_at
        yield Moment(
            Kind.RECHECK,
            watched.rechecked_at,
            "Looked again",
            watched.result or watched.get_finding_display(),
            watched.rechecked_by,
            watched.recheck_at,
            late_by=watched.rechecked_at - watched.recheck_at if late else None,
        )


def _crisis(crisis: Crisis) -> Moment:
    stage = f"Escalation came: {crisis.get_stage_display()}"
    words = f"{stage}\n\n{crisis.note}" if crisis.note else stage
    what = f"Crisis: {crisis.get_contact_display()}"
    return Moment(Kind.CRISIS, crisis.happened_at, what, words, crisis.recorded_by)
