"""The first words of minutes, drafted from what was recorded.

Minutes are read by everyone who may see the meeting, and some may not see an incident that was
talked about. So the draft counts and names no incident; what was decided on each item stands
beside the minutes, for those who may see the item.
"""

from __future__ import annotations

from collections.abc import Iterable

from goldthread.domain.governance.forums.agenda import SOURCES
from goldthread.domain.governance.forums.models import AgendaItem, Attendance, Meeting
from goldthread.domain.governance.forums.terms import OTHER, Attending, Checked, Outcome


def draft(meeting: Meeting, attendance: Iterable[Attendance], items: list[AgendaItem]) -> str:
    """Who was there, how many items of each section, what was confirmed and decided."""
    return "\n\n".join(
        part
        for part in (
            *_people(list(attendance)),
            _quorum(meeting),
            _late(meeting),
            *_sections(items),
            _checks(items),
        )
        if part
    )


def _people(rows: list[Attendance]) -> list[str]:
    said = []
    for attending, words in (
        (Attending.PRESENT, "Present"),
        (Attending.APOLOGIES, "Apologies"),
        (Attending.ABSENT, "Absent"),
    ):
        names = [row.name for row in rows if row.attending == attending]
        if names:
            said.append(f"{words}: {', '.join(names)}.")
    return said


def _quorum(meeting: Meeting) -> str:
    if not meeting.inquorate_because:
        return f"Quorum of {meeting.forum.quorum} reached."
    return f"Quorum of {meeting.forum.quorum} not reached. {meeting.inquorate_because}"


def _late(meeting: Meeting) -> str:
    return f"Held after its slot: {meeting.late_because}" if meeting.late_because else ""


def _sections(items: list[AgendaItem]) -> list[str]:
    by_section: dict[str, list[AgendaItem]] = {}
    for item in items:
        by_section.setdefault(item.section, []).append(item)
    return [_section(section, rows) for section, rows in by_section.items()]


def _section(section: str, rows: list[AgendaItem]) -> str:
    counts = {one: sum(row.outcome == one for row in rows) for one in Outcome}
    said = [
        f"{number} {word}"
        for one, word in (
            (Outcome.DECIDED, "decided"),
            (Outcome.NOTED, "noted"),
            (Outcome.CARRIED, "carried over"),
        )
        if (number := counts[one])
    ]
    left = sum(not row.outcome for row in rows)
    if left:
        said.append(f"{left} without an outcome, kept to those who may see it")
    return f"{label_of(section)}: {', '.join(said)}."


def _checks(items: list[AgendaItem]) -> str:
    checks = [check for item in items for check in item.checks.all()]
    if not checks:
        return ""
    done = sum(check.checked == Checked.DONE for check in checks)
    not_done = sum(check.checked == Checked.NOT_DONE for check in checks)
    return f"Actions asked about: {done} done, {not_done} not done."


def label_of(section: str) -> str:
    """The words of a section of the agenda."""
    if section == OTHER:
        return "Other items"
    return SOURCES[section].label if section in SOURCES else section.replace("_", " ").capitalize()
