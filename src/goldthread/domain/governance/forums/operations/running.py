"""Beginning a meeting once, with its agenda frozen, and marking who is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.agenda import Line, compose
from goldthread.domain.governance.forums.models import (
    ActionCheck,
    AgendaItem,
    Attendance,
    Meeting,
)
from goldthread.domain.governance.forums.queries import chair_of, period_of
from goldthread.domain.governance.forums.terms import OTHER, Attending, Status
from goldthread.workflow.operations import hindrances, perform
from goldthread.workflow.refusals import Refused, refuse

ADDED_FROM = 1000  # the positions of items that people add come after every source's


def locked(number: int) -> Meeting:
    """The meeting with this number as it is now, held until the end of the transaction."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related("forum__chair", "forum__unit", "unit").get(pk=number)


@transaction.atomic
def begin(
    meeting: Meeting, *, by: User, late_because: str = "", at: dt.datetime | None = None
) -> Meeting:
    """Begin the meeting: what its agenda shows is kept as it is now.

    Two people who begin it at once are in one meeting: the second gets it as the first began it.
    Raises Refused (MEE-01, MEE-02, or MEE-17 while another meeting of the forum is under way).
    """
    at, meeting = at or timezone.now(), locked(meeting.pk)
    if meeting.status == Status.UNDER_WAY:
        refusals = hindrances(moves.MARK, meeting, by=by)
        if refusals:
            raise Refused(refusals)
        return meeting
    _only_one_at_once(meeting)
    sections = compose(meeting.forum, period_of(meeting, at))
    perform(
        moves.BEGIN,
        meeting,
        by=by,
        at=at,
        facts={"at": at, "late_because": late_because},
        told={"reason": late_because.strip(), "items": sum(len(rows) for _, rows in sections)},
        changes={
            "started_at": at,
            "started_by": by,
            "late_because": late_because.strip() if at >= meeting.hold_by else "",
            "chair": chair_of(meeting.forum),
        },
    )
    _freeze(meeting, [(one.code, line) for one, lines in sections for line in lines])
    _mark(meeting, by, by.name, Attending.PRESENT, by, at)
    return locked(meeting.pk)


def _only_one_at_once(meeting: Meeting) -> None:
    other = meeting.forum.meetings.filter(status=Status.UNDER_WAY).exclude(pk=meeting.pk).first()
    if other is not None:
        raise refuse(
            "MEE-17",
            f"The {meeting.forum.name} of {timezone.localtime(other.scheduled_at):%-d %B} is "
            "still under way. End it first.",
        )


def _freeze(meeting: Meeting, lines: list[tuple[str, Line]]) -> None:
    items = [
        AgendaItem(
            meeting=meeting,
            section=line.section or code,
            position=number,
            subject_type=line.subject[0] if line.subject else "",
            subject_id=line.subject[1] if line.subject else None,
            incident_id=line.incident_id,
            title=line.title[:300],
            facts=[list(fact) for fact in line.facts],
            ask=line.ask[:300],
            link=line.link[:200],
        )
        for number, (code, line) in enumerate(lines)
    ]
    AgendaItem.objects.bulk_create(items)
    ActionCheck.objects.bulk_create(
        [
            check
            for item, (_, line) in zip(items, lines, strict=True)
            for check in _checks(item, line)
        ]
    )


def _checks(item: AgendaItem, line: Line) -> Iterator[ActionCheck]:
    for action in line.actions:
        owner = action.owner.name if action.owner else ""
        yield ActionCheck(item=item, action=action, owner_name=owner, due_on=action.due_on)
    for one in line.case_actions:
        owner = one.owner_words[:120]
        yield ActionCheck(item=item, case_action=one, owner_name=owner, due_on=one.due_on)


def place_for_more(meeting: Meeting) -> int:
    """The position of one more item that a person adds."""
    last = meeting.items.filter(section=OTHER).order_by("-position").first()
    return last.position + 1 if last else ADDED_FROM


@transaction.atomic
def mark(
    meeting: Meeting,
    people: dict[User, str],
    *,
    by: User,
    at: dt.datetime | None = None,
) -> Meeting:
    """Mark people present, with apologies, or absent; the last word on each counts."""
    at, meeting = at or timezone.now(), locked(meeting.pk)
    told = {"people": {str(one.pk): attending for one, attending in people.items()}}
    perform(moves.MARK, meeting, by=by, at=at, told=told)
    for person, attending in people.items():
        _mark(meeting, person, person.name, Attending(attending), by, at)
    return meeting


@transaction.atomic
def mark_guest(meeting: Meeting, name: str, *, by: User, at: dt.datetime | None = None) -> Meeting:
    """Note a guest by name: someone who is there and does not belong to the forum."""
    at, meeting = at or timezone.now(), locked(meeting.pk)
    name = " ".join(name.split())[:160]
    if not name:
        raise refuse("MEE-18", "Give the guest's name and where they come from.", "guest")
    perform(moves.MARK, meeting, by=by, at=at, told={"guest": name})
    _mark(meeting, None, name, Attending.PRESENT, by, at)
    return meeting


def _mark(
    meeting: Meeting,
    person: User | None,
    name: str,
    attending: Attending,
    by: User,
    at: dt.datetime,
) -> None:
    whose = {"user": person} if person else {"user": None, "name": name}
    Attendance.objects.update_or_create(
        meeting=meeting,
        **whose,
        defaults={"name": name, "attending": attending, "marked_at": at, "marked_by": by},
    )
