"""Meetings held and missed, and what the review decided (row 111)."""

from __future__ import annotations

from django.utils import timezone

from goldthread.analytics.counts import plural
from goldthread.analytics.months import in_words
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums.models import AgendaItem, Meeting
from goldthread.domain.governance.forums.queries.items import ITEM_TYPE, of_meeting
from goldthread.domain.governance.forums.terms import Outcome
from goldthread.domain.governance.forums.terms import Status as MeetingStatus
from goldthread.domain.governance.packs.claims import Asked, Claim, Row, Section, Table, too_little
from goldthread.domain.governance.packs.forums_read import FORUMS
from goldthread.domain.governance.packs.registry import section
from goldthread.domain.governance.packs.terms import Strength
from goldthread.domain.insight.measures import wording

SHOWN = 12
ABOUT = ("governance", "processes")


@section("meetings")
def meetings(asked: Asked, _: Meeting | None) -> Section:
    """Every slot of every forum in the days: held, not held with its reason, or missed."""
    rows = Meeting.objects.filter(
        **asked.here(), slot_on__gte=asked.since, slot_on__lte=asked.until
    ).select_related("forum")
    held = missed = called_off = 0
    lines = []
    for one in rows.order_by("slot_on", "pk"):
        if one.held_at is not None and one.held_at <= asked.at:
            held += 1
            continue
        off = one.status == MeetingStatus.NOT_HELD
        if not off and one.hold_by > asked.as_at:
            continue
        missed, called_off = missed + (not off), called_off + off
        lines.append(Row(
            (one.forum.name, in_words(one.slot_on), one.not_held_because if off else "Missed"),
            f"/meetings/{one.pk}/",
        ))  # fmt: skip
    when = wording.period(asked.months)
    if held + missed + called_off == 0:
        claim = too_little(f"No meeting of any forum was due in {when}.", "Meetings", "/meetings/",
                           about=ABOUT)  # fmt: skip
    else:
        claim = Claim(
            f"In {when}, {plural(held, 'meeting')} {'was' if held == 1 else 'were'} held, "
            f"{missed:,} missed, and {called_off:,} called off with a reason.",
            Strength.COUNTED, "Meetings", "/meetings/", about=ABOUT,
        )  # fmt: skip
    table = Table("Not held", ("Forum", "Day", "Why"), tuple(lines[:SHOWN]))
    return Section(
        "meetings",
        "Meetings held and missed",
        "A meeting that does not happen decides nothing.",
        (claim,),
        (table,) if lines and not asked.outside else (),
    )


@section("decisions")
def decisions(asked: Asked, meeting: Meeting | None) -> Section:
    """What the review's meetings decided, the actions that came of it, and where it is read."""
    code = FORUMS.get(asked.definition.code, "")
    held = Meeting.objects.filter(
        **asked.here(), forum__code=code, held_at__isnull=False, held_at__lte=asked.at,
        slot_on__gte=asked.since,
    ).filter(slot_on__lte=meeting.slot_on if meeting else asked.until)  # fmt: skip
    claims, rows = [_read_at(meeting)], []
    found = list(held.select_related("forum").order_by("slot_on", "pk"))
    for one in found:
        items = of_meeting(one, asked.reader).items
        claims.append(_held(one, items))
        rows += _decided(one, items)
    if not found:
        claims.append(too_little("No meeting has decided on anything of these days yet."))
    table = Table("Decided", ("Meeting", "Item", "Decision", "Actions"), tuple(rows[:SHOWN]))
    return Section(
        "decisions",
        "Decisions and their actions",
        "Each decision names an action, an owner and a day, or says why none is needed.",
        tuple(claims),
        (table,) if rows else (),
    )


def _read_at(meeting: Meeting | None) -> Claim:
    if meeting is None:
        return too_little(
            "No meeting is planned at which this is read. Plan it, so that someone decides.",
            "Meetings", "/meetings/",
        )  # fmt: skip
    day = in_words(timezone.localdate(meeting.scheduled_at))
    said = "was read" if meeting.held_at else "is read"
    return Claim(
        f"It {said} at the {meeting.forum.name.lower()} of {day}; the agenda is there.",
        Strength.SAID, meeting.forum.name, f"/meetings/{meeting.pk}/",
    )  # fmt: skip


def _held(meeting: Meeting, items: list[AgendaItem]) -> Claim:
    count = sum(item.outcome == Outcome.DECIDED for item in items)
    minutes = (
        "its minutes are approved" if meeting.approved_at else "its minutes are not approved yet"
    )
    day = in_words(timezone.localdate(meeting.held_at or meeting.scheduled_at))
    return Claim(
        f"The {meeting.forum.name.lower()} of {day} decided on {plural(count, 'item')}; {minutes}.",
        Strength.SAID,
        "Minutes",
        f"/meetings/{meeting.pk}/",
        about=ABOUT,
    )


def _decided(meeting: Meeting, items: list[AgendaItem]) -> list[Row]:
    chosen = [item for item in items if item.outcome == Outcome.DECIDED]
    made: dict[int, int] = {}
    for pk in Action.objects.filter(
        source_type=ITEM_TYPE,
        source_id__in=[item.pk for item in chosen],
        incident__restricted=False,
    ).values_list("source_id", flat=True):
        made[pk or 0] = made.get(pk or 0, 0) + 1
    day = in_words(timezone.localdate(meeting.held_at or meeting.scheduled_at))
    return [
        Row(
            (day, item.title, item.decision, f"{made.get(item.pk, 0)}"),
            f"/meetings/{meeting.pk}/items/{item.pk}/",
            item.incident_id,
        )
        for item in chosen
    ]
