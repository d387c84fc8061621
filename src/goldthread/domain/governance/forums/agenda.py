"""Agenda sources: where the items of a meeting come from.

A source is a code, a label, a sentence that says what is asked of the section, and a function
`(forum, period) → lines`. A forum's `agenda` lists codes; when its meeting begins, the lines of
each are frozen as items. To add one, write a module in `sources/` that calls `register`, and name
the code in `defaults/forums.yaml` or on the forum's settings page:

    @source("restrictions_due", "Restrictions to review", "Continue, reduce or end?",
            visible_to=restrictions.visible_to)
    def restrictions_due(forum: Forum, period: Period) -> list[Line]:
        return [Line(title=..., subject=(RECORD_TYPE, row.pk), incident_id=..., ...) for row in ...]

A source gives everything at the forum's unit and below, restricted records too: what a reader sees
of it is decided when it is read, by `visible_to` of the record and by the incident it names. So a
line that says anything about a record must name it as its subject, or its incident, or both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums.models import Forum
from goldthread.domain.governance.forums.terms import CARRIED_OVER
from goldthread.domain.registers.safeguarding.models import SafeguardingAction


@dataclass(frozen=True)
class Period:
    """What a meeting looks back on: since the one before, until it begins.

    A source shows records as they stood at `until`, as far as their dates tell, so that a meeting
    recorded afterwards does not show what came later.
    """

    since: dt.datetime
    until: dt.datetime


@dataclass(frozen=True)
class Line:
    """One item as a source offers it.

    `subject` is the record's type and number. `actions`, and `case_actions` of a safeguarding case,
    are to be confirmed done or not, one by one. `ask` says what is asked of the meeting, where it differs from the section's own.
    `section` is the code of another source whose readers these are, for a line carried over.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    link: str = ""
    subject: tuple[str, int] | None = None
    incident_id: int | None = None
    actions: tuple[Action, ...] = ()
    case_actions: tuple[SafeguardingAction, ...] = ()
    section: str = ""


SAID_LAST = "Carried over"
"""The label of the fact that says why an item was carried over."""

Lines = Callable[[Forum, Period], Sequence[Line]]


@dataclass(frozen=True)
class Source:
    """A section that a forum can choose."""

    code: str
    label: str
    ask: str
    lines: Lines
    visible_to: Callable[[User], QuerySet[Any]] | None
    needs: Permission | None


SOURCES: dict[str, Source] = {}


def source(
    code: str,
    label: str,
    ask: str,
    *,
    visible_to: Callable[[User], QuerySet[Any]] | None = None,
    needs: Permission | None = None,
) -> Callable[[Lines], Lines]:
    """Register the decorated function as a source.

    `visible_to` gives the records behind its lines that a person may see. `needs` is for lines
    that are figures and name no record: the permission a reader holds at the forum's unit.
    """

    def register(lines: Lines) -> Lines:
        if code in SOURCES:
            raise ValueError(f"Two agenda sources have the code {code}.")
        SOURCES[code] = Source(code, label, ask, lines, visible_to, needs)
        return lines

    return register


def chosen(forum: Forum) -> list[Source]:
    """The sources of the forum's agenda, in order; one that is not installed is left out."""
    return [SOURCES[code] for code in forum.agenda if code in SOURCES]


def compose(forum: Forum, period: Period) -> list[tuple[Source, list[Line]]]:
    """Every section with its lines; a record stands once, under the first section that has it.

    What was carried over and comes back by itself stands where it comes back, and says so.
    """
    offered = [(one, list(one.lines(forum, period))) for one in chosen(forum)]
    fresh = {
        line.subject
        for one, lines in offered
        for line in lines
        if one.code != CARRIED_OVER and line.subject is not None
    }
    carried = {
        line.subject: line
        for one, lines in offered
        for line in lines
        if one.code == CARRIED_OVER and line.subject in fresh
    }
    stood: set[tuple[str, int]] = set()
    sections = []
    for one, lines in offered:
        kept = []
        for line in lines:
            if one.code == CARRIED_OVER and line.subject in carried:
                continue
            if line.subject is not None and line.subject in stood:
                continue
            if line.subject is not None:
                stood.add(line.subject)
                line = _with_last_word(line, carried.get(line.subject))
            kept.append(line)
        sections.append((one, kept))
    return sections


def _with_last_word(line: Line, carried: Line | None) -> Line:
    if carried is None:
        return line
    said = tuple(fact for fact in carried.facts if fact[0] == SAID_LAST)
    return replace(line, facts=(*said, *line.facts))
