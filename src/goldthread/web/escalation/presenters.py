"""Rows, summaries and the timeline of escalation in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation import queries
from goldthread.domain.registers.escalation.queries import Kind, Moment
from goldthread.domain.registers.escalation.terms import OPEN_STATUSES, Status
from goldthread.web.components import Row, Step, link
from goldthread.web.people.panels import Content, Line
from goldthread.web.words import length, plural, when

TONES = {
    Status.OBSERVED: "waiting",
    Status.MONITORED: "underway",
    Status.STEP_UP: "underway",
    Status.DONE: "unproven",
    Status.CLOSED: "neutral",
    Status.WITHDRAWN: "stopped",
}
LABELS = {
    Kind.INDICATOR: "Indicator",
    Kind.THRESHOLD: "Threshold",
    Kind.MONITORING: "Decision",
    Kind.RECHECK: "Re-check",
    Kind.STEP_UP: "Action",
    Kind.NOT_DONE: "No action yet",
    Kind.REVIEW: "Senior review",
    Kind.CRISIS: "Crisis",
    Kind.END: "End",
}
SHOWN = 10
FORTNIGHT = dt.timedelta(days=14)


def named(person: Any, user: User) -> str:
    """How the person is written for this reader: by name where they may see it."""
    sees = scope_of(user).holds(Permission.PERSON_SEE, person.unit_id)
    return str(person.name if sees else person.reference)


def timeline_link(person: Any, user: User) -> Any:
    """The same, leading to the person's escalation timeline."""
    return link(reverse("escalation:of_person", args=[person.reference]), named(person, user))


@dataclass(frozen=True)
class Due:
    """One open episode in a list."""

    href: str
    reference: str
    person: str
    where: str
    what: str
    standing: str
    words: str
    review: bool


def due(episode: Any, user: User, now: dt.datetime) -> Due:
    """An open episode with what it waits for."""
    what, standing, words = _waits(episode, now)
    return Due(
        reverse("escalation:one", args=[episode.pk]),
        episode.reference,
        named(episode.person, user),
        episode.unit.name,
        what,
        standing,
        words,
        episode.review_missing,
    )


def _waits(episode: Any, now: dt.datetime) -> tuple[str, str, str]:
    """(what is waited for, a clock's standing, its words)."""
    if episode.step_up_due_at is not None:
        return episode.step_up_action, *_clock(episode.step_up_due_at, now)
    if episode.recheck_at is not None:
        return f"Look again: {episode.indicator}", *_clock(episode.recheck_at, now)
    words = Status(episode.status).label
    return f"{episode.indicator}. {words}", "", ""


def _clock(due_at: dt.datetime, now: dt.datetime) -> tuple[str, str]:
    if due_at < now:
        return "overdue", f"{length(now - due_at)} late"
    return "on_time", f"in {length(due_at - now)}"


@dataclass(frozen=True)
class Shown:
    """A moment of the timeline in words. `gap` stands between it and the one before."""

    kind: str
    label: str
    when: str
    what: str
    detail: str
    who: str
    gap: str
    due: str
    late: str


def shown(moments: list[Moment], user: User) -> list[Shown]:
    """The timeline as a page says it."""
    return [_moment(one) for one in moments]


def _moment(one: Moment) -> Shown:
    late = f"{hours(one.late_by)} beyond its time" if one.late_by else ""
    gap = _between(one.gap) if one.gap else ""
    words = "Step-up due" if one.kind in (Kind.STEP_UP, Kind.NOT_DONE) else "Re-check due"
    return Shown(
        one.kind,
        LABELS[one.kind],
        "Now" if one.kind == Kind.NOT_DONE else when(one.at),
        one.what,
        one.detail,
        one.who.name if one.who else "",
        gap,
        f"{words} {when(one.due_at)}" if one.due_at else "",
        late,
    )


def _between(span: dt.timedelta) -> str:
    """A gap in hours, which are what a delay is judged by; between episodes, in days and longer."""
    return hours(span) if span < FORTNIGHT else length(span)


def hours(span: dt.timedelta) -> str:
    """`50 hours 50 minutes`: gaps are told in hours, however many they are."""
    minutes = int(span.total_seconds() // 60)
    whole, rest = divmod(minutes, 60)
    parts = [plural(whole, "hour")] if whole else []
    return " ".join([*parts, plural(rest, "minute")] if rest or not whole else parts)


@dataclass(frozen=True)
class Bar:
    """One step-up drawn: how much of its time was within the timescale, and how much beyond.

    Widths are per cent of the longest bar on the page.
    """

    words: str
    allowed: float
    used: float
    beyond: float


COLUMNS = ("Step-up", "Threshold met", "Due", "Done", ("Took", "num"), "In time?")


def step_ups(episodes: list[Any], now: dt.datetime) -> list[Any]:
    """The step-ups of some episodes, oldest first."""
    held = [
        one
        for episode in episodes
        if episode.status != Status.WITHDRAWN
        for one in episode.step_ups.all()
    ]
    return sorted(held, key=lambda one: one.met_at)


def step_up_rows(found: list[Any], now: dt.datetime) -> list[list[Any]]:
    """The table beside the picture."""
    return [
        [
            one.action,
            when(one.met_at),
            when(one.due_at),
            when(one.done_at) if one.done_at else "Not done",
            hours(one.took(now)),
            _in_time(one, now),
        ]
        for one in found
    ]


def _in_time(step_up: Any, now: dt.datetime) -> str:
    beyond = step_up.late_by(now)
    if beyond:
        return f"Late by {hours(beyond)}"
    return "Yes" if step_up.done_at else "Not due yet"


def bars(found: list[Any], now: dt.datetime) -> list[Bar]:
    """The step-ups drawn against their timescales."""
    spans = [(one, one.due_at - one.met_at, one.took(now)) for one in found]
    longest = max((max(allowed, took) for _, allowed, took in spans), default=dt.timedelta())
    if not longest:
        return []
    return [
        Bar(
            f"{one.action}: {hours(took)} of {hours(allowed)}. {_in_time(one, now)}.",
            100 * (allowed / longest),
            100 * (min(took, allowed) / longest),
            100 * (max(took - allowed, dt.timedelta()) / longest),
        )
        for one, allowed, took in spans
    ]


def facts(episode: Any, user: User, incident: SafeString | str) -> list[Row]:
    """What stands at the head of an episode."""
    rows = [
        Row("Person", _person(episode.person, user)),
        Row("Team", episode.unit.name),
        Row("First sign", when(episode.opened_at)),
    ]
    if incident:
        rows.append(Row("Incident", incident))
    if episode.ended_at:
        rows.append(Row("Ended", f"{when(episode.ended_at)}: {episode.ended_because}"))
    return rows


def _person(person: Any, user: User) -> SafeString | str:
    name = named(person, user)
    if name == person.reference:
        return name
    return link(reverse("people:one", args=[person.reference]), f"{name} ({person.reference})")


def panel(user: User, person: Any) -> Content | None:
    """The person's episodes on the person's page."""
    if not scope_of(user).holds(Permission.ESCALATION_SEE, person.unit_id):
        return None
    episodes = list(queries.of_person(person, user)[:SHOWN])
    steps = []
    if scope_of(user).holds(Permission.ESCALATION_RECORD, person.unit_id):
        record = f"{reverse('escalation:record')}?person={person.reference}"
        steps.append(Step("Record an early warning sign", record, main=True))
    if episodes:
        href = reverse("escalation:of_person", args=[person.reference])
        steps.append(Step("Escalation timeline", href))
    if scope_of(user).holds(Permission.ESCALATION_REVIEW, person.unit_id):
        flagged = queries.flags_of(person).filter(ended_at__isnull=True).exists()
        name = "end_flag" if flagged else "flag"
        words = (
            "End the flag for the high-risk cohort"
            if flagged
            else ("Flag for the high-risk cohort")
        )
        steps.append(Step(words, reverse(f"escalation:{name}", args=[person.reference])))
    lines = tuple(
        Line(
            one.reference,
            reverse("escalation:one", args=[one.pk]),
            f"Since {when(one.opened_at)}",
            Status(one.status).label,
            TONES[Status(one.status)],
        )
        for one in episodes
    )
    return Content(lines, "No early warning sign is recorded.", tuple(steps))


def is_open(episode: Any) -> bool:
    """Whether something may still be due in the episode."""
    return episode.status in OPEN_STATUSES
