"""Forums and meetings as pages print them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from goldthread.access.terms import ROLES
from goldthread.domain.governance.forums.minutes import label_of
from goldthread.domain.governance.forums.queries import chair_of
from goldthread.domain.governance.forums.terms import Attending, Outcome, Standing
from goldthread.web.components import Change, Row, link
from goldthread.web.words import date, plural, when

TONES = {
    Standing.PLANNED: "neutral",
    Standing.TO_BE_HELD: "waiting",
    Standing.MISSED: "late",
    Standing.UNDER_WAY: "underway",
    Standing.HELD: "waiting",
    Standing.APPROVED: "neutral",
    Standing.NOT_HELD: "stopped",
}
MARKS = {"": "To do", **{one.value: one.label.split(",")[0].split(" to ")[0] for one in Outcome}}


@dataclass(frozen=True)
class Listed:
    """A forum in the list: what comes next, what was last, and what is missing."""

    href: str
    name: str
    rhythm: str
    who: str
    now: str
    now_href: str
    following: str
    following_href: str
    last: str
    missed: str
    minutes: str
    closed: str


def listed(row: Any) -> Listed:
    """A row of the list of forums."""
    forum, following, now = row.forum, row.next_meeting, row.under_way
    missed = plural(row.missed, "meeting") + " missed" if row.missed else ""
    if row.unplanned and not missed:
        missed = f"Missed on {date(row.unplanned)}"
    return Listed(
        href=f"/meetings/forums/{forum.pk}/",
        name=forum.name,
        rhythm=forum.rhythm.words,
        who=chaired_by(forum),
        now=f"Under way, run by {now.started_by.name}" if now else "",
        now_href=f"/meetings/{now.pk}/" if now else "",
        following=when(following.scheduled_at) if following else "",
        following_href=f"/meetings/{following.pk}/" if following else "",
        last=date(row.last_held_at) if row.last_held_at else "",
        missed=missed,
        minutes=f"Minutes of {plural(row.minutes_waiting, 'meeting')} to approve"
        if row.minutes_waiting
        else "",
        closed=f"Closed on {date(forum.closed_on)}" if forum.closed_on else "",
    )


def chaired_by(forum: Any) -> str:
    """Who chairs, or whose work it is while nobody does."""
    chair = chair_of(forum)
    if chair is not None:
        return f"Chaired by {chair.name}"
    role = ROLES[forum.chair_role].label.lower() if forum.chair_role in ROLES else "nobody yet"
    return f"No chair is named. It waits for whoever is {role}"


def terms(forum: Any) -> list[Row]:
    """The terms of a forum."""
    rows = [
        Row("Meets", forum.rhythm.words),
        Row("For", forum.unit.name),
        Row("Chair", chaired_by(forum).removeprefix("Chaired by ")),
        Row("Quorum", plural(forum.quorum, "person", "people")),
        Row("Agenda", ", ".join(label_of(code) for code in forum.agenda)),
    ]
    if forum.reports_to:
        rows.append(Row("Reports to", forum.reports_to))
    if forum.closed_on:
        rows.append(Row("Closed", date(forum.closed_on)))
    return rows


@dataclass(frozen=True)
class Sitting:
    """One meeting in a forum's history."""

    href: str
    day: str
    tag: str
    tone: str
    note: str


def sittings(meetings: Iterable[Any], now: dt.datetime) -> list[Sitting]:
    """The meetings of a forum, the latest first."""
    return [
        Sitting(
            f"/meetings/{meeting.pk}/",
            when(meeting.scheduled_at),
            standing.label,
            TONES[standing],
            _note(meeting),
        )
        for meeting in meetings
        for standing in [meeting.standing(now)]
    ]


def _note(meeting: Any) -> str:
    if meeting.not_held_because:
        return meeting.not_held_because
    late = f"Held late: {meeting.late_because}" if meeting.late_because else ""
    moved = f"Moved: {meeting.moved_because}" if meeting.moved_because else ""
    return late or moved


def members(forum: Any, rows: Iterable[Any], shares: Iterable[Any]) -> list[list[str]]:
    """Members with how often they came; one who left the organisation is marked so."""
    came = {share.name: f"{share.present} of {share.of}" for share in shares}
    shown = []
    for row in rows:
        gone = not row.user.is_active or row.user.left_on is not None
        name = f"{row.user.name} (has left)" if gone else row.user.name
        shown.append([name, row.user.job_title, came.get(row.user.name, "")])
    return shown


def facts(meeting: Any, now: dt.datetime) -> list[Row]:
    """When it was to be held, when and by whom it was, and what is unusual about it."""
    rows = [Row("When", when(meeting.scheduled_at))]
    if meeting.moved_because:
        rows.append(Row("Moved", meeting.moved_because))
    if meeting.standing(now) in (Standing.PLANNED, Standing.TO_BE_HELD, Standing.MISSED):
        rows.append(Row("Counts as held until", when(meeting.hold_by)))
    if meeting.started_at:
        rows.append(Row("Run by", f"{meeting.started_by.name}, from {when(meeting.started_at)}"))
    if meeting.late_because:
        rows.append(Row("Held late because", meeting.late_because))
    if meeting.chair:
        rows.append(Row("Chair", meeting.chair.name))
    if meeting.not_held_because:
        rows.append(Row("Not held because", meeting.not_held_because))
        rows.append(Row("Said by", f"{meeting.not_held_by.name}, {when(meeting.not_held_at)}"))
    if meeting.approved_at:
        rows.append(
            Row("Minutes approved", f"{meeting.approved_by.name}, {when(meeting.approved_at)}")
        )
    if meeting.reported_at:
        rows.append(Row("Reported", f"To {meeting.reported_to}, {when(meeting.reported_at)}"))
    return rows


def attendance(rows: Iterable[Any]) -> list[Row]:
    """Who was there, who sent apologies, who was absent."""
    held = list(rows)
    shown = []
    for attending in Attending:
        names = [row.name if row.user_id else f"{row.name} (guest)" for row in held
                 if row.attending == attending]  # fmt: skip
        if names:
            shown.append(Row(attending.label, ", ".join(names)))
    return shown


@dataclass(frozen=True)
class Item:
    """One item as it was shown, and what became of it."""

    pk: int
    section: str
    title: str
    href: str
    facts: list[tuple[str, str]]
    ask: str
    outcome: str
    decision: str
    by: str
    checks: list[str]
    actions: list[Any]


def items(rows: Iterable[Any], made: dict[int, list[Any]]) -> list[Item]:
    """Items with their decisions, the actions asked about, and those that were made."""
    return [item_shown(row, made.get(row.pk, [])) for row in rows]


def item_shown(row: Any, made: list[Any]) -> Item:
    """One item."""
    decided = f"{row.decided_by.name}, {when(row.decided_at)}" if row.decided_by else ""
    return Item(
        pk=row.pk,
        section=label_of(row.section),
        title=row.title,
        href=row.link,
        facts=[(label, text) for label, text in row.facts],
        ask=row.ask,
        outcome=Outcome(row.outcome).label if row.outcome else "",
        decision=row.decision,
        by=decided,
        checks=[_check(check) for check in row.checks.all()],
        actions=[link(f"/actions/{one.pk}/", f"{one.title} ({_owned(one)})") for one in made],
    )


def _owned(action: Any) -> str:
    owner = action.owner.name if action.owner else "no owner yet"
    return f"{owner}, {action.get_status_display().lower()}"


def _check(check: Any) -> str:
    said = check.get_checked_display() if check.checked else "Not asked about"
    note = f". {check.note}" if check.note else ""
    return f"{check.title}: {said.lower()}{note}"


@dataclass(frozen=True)
class Stop:
    """One item in the runner's list."""

    href: str
    number: int
    title: str
    mark: str
    done: bool
    current: bool


def stops(meeting: Any, rows: list[Any], current: int) -> list[tuple[str, list[Stop]]]:
    """The runner's list by section, in the order of the agenda."""
    found: dict[str, list[Stop]] = {}
    for number, row in enumerate(rows, start=1):
        open_ = any(not check.checked for check in row.checks.all())
        done = bool(row.outcome) and not open_
        mark = "Actions to confirm" if row.outcome and open_ else MARKS[row.outcome]
        stop = Stop(
            f"/meetings/{meeting.pk}/items/{row.pk}/#item", number, row.title, mark, done,
            row.pk == current,
        )  # fmt: skip
        found.setdefault(label_of(row.section), []).append(stop)
    return list(found.items())


def changes(item: Any) -> list[Change]:
    """What someone else recorded on the item meanwhile."""
    if item.decided_by is None:
        return []
    said = f"{item.get_outcome_display()}: {item.decision}" if item.decision else (
        f"{item.get_outcome_display()}.")  # fmt: skip
    return [Change(said, item.decided_by.name, item.decided_at)]


def hidden(number: int) -> str:
    """How many items the reader may not see."""
    if not number:
        return ""
    return f"{plural(number, 'item')} you may not see: kept to the people named on an incident."
