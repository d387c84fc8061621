"""The items of a meeting as one person sees them, before it begins and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries import for_source
from goldthread.domain.actions.queries import visible_to as actions_visible_to
from goldthread.domain.governance.forums.agenda import SOURCES, Line, Source, compose
from goldthread.domain.governance.forums.models import AgendaItem, Meeting
from goldthread.domain.governance.forums.queries.meetings import period_of
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to

ITEM_TYPE = AgendaItem._meta.label_lower


@dataclass(frozen=True)
class Section:
    """The lines of one source that a person may see, and how many they may not."""

    source: Source
    lines: list[Line]
    hidden: int


@dataclass(frozen=True)
class Seen:
    """The items of a meeting that a person may see, and how many they may not."""

    items: list[AgendaItem]
    hidden: int


Named = tuple[str, tuple[str, int] | None, int | None]  # section, subject, incident


def live(meeting: Meeting, user: User, at: dt.datetime | None = None) -> list[Section]:
    """What the agenda would hold now, section by section, as the person may see it."""
    period = period_of(meeting, at or timezone.now())
    offered = compose(meeting.forum, period)
    shown = _shown(
        user,
        meeting,
        [
            (line.section or one.code, line.subject, line.incident_id)
            for one, lines in offered
            for line in lines
        ],
    )
    answers = iter(shown)
    sections = []
    for one, lines in offered:
        mine = [line for line in lines if next(answers)]
        sections.append(Section(one, mine, len(lines) - len(mine)))
    return sections


def of_meeting(meeting: Meeting, user: User) -> Seen:
    """The frozen items that the person may see, in order, with the actions to be confirmed."""
    rows = AgendaItem.objects.filter(meeting=meeting).select_related("incident", "decided_by")
    items = list(
        rows.prefetch_related("checks__action", "checks__case_action", "checks__checked_by")
    )
    shown = _shown(user, meeting, [(i.section, _subject(i), i.incident_id) for i in items])
    mine = [item for item, seen in zip(items, shown, strict=True) if seen]
    return Seen(mine, len(items) - len(mine))


def one_item(meeting: Meeting, user: User, pk: int) -> AgendaItem | None:
    """One item that the person may see, or None."""
    rows = AgendaItem.objects.filter(meeting=meeting, pk=pk).select_related("incident")
    item = rows.prefetch_related("checks__action", "checks__case_action").first()
    if item is None:
        return None
    named = [(item.section, _subject(item), item.incident_id)]
    return item if _shown(user, meeting, named)[0] else None


def actions_made(items: Iterable[AgendaItem], user: User) -> dict[int, list[Action]]:
    """The actions that the meeting made of each item, as far as the person may see them."""
    pks = [item.pk for item in items]
    found: dict[int, list[Action]] = {}
    mine = set(actions_visible_to(user).filter(source_type=ITEM_TYPE, source_id__in=pks)
               .values_list("pk", flat=True))  # fmt: skip
    for action in for_source(ITEM_TYPE, pks):
        if action.pk in mine and action.source_id is not None:
            found.setdefault(action.source_id, []).append(action)
    return found


def _subject(item: AgendaItem) -> tuple[str, int] | None:
    return (item.subject_type, item.subject_id) if item.subject_id is not None else None


def _shown(user: User, meeting: Meeting, named: Sequence[Named]) -> list[bool]:
    """For each item whether the person may see it: one query a source, one for incidents."""
    by_source: dict[str, set[int]] = {}
    for section, subject, _ in named:
        if subject is not None:
            by_source.setdefault(section, set()).add(subject[1])
    allowed = {section: _allowed(section, user, pks) for section, pks in by_source.items()}
    threads = {incident for _, _, incident in named if incident is not None}
    openable = (
        set(incidents_visible_to(user).filter(pk__in=threads).values_list("pk", flat=True))
        if threads
        else set()
    )
    scope = scope_of(user)

    def shown(section: str, subject: tuple[str, int] | None, incident: int | None) -> bool:
        known = SOURCES.get(section)
        if known is not None and known.needs and not scope.holds(known.needs, meeting.unit_id):
            return False
        if subject is not None and subject[1] not in allowed[section]:
            return False
        return incident is None or incident in openable

    return [shown(*one) for one in named]


def _allowed(section: str, user: User, pks: set[int]) -> set[int]:
    """The subjects of a section the person may see; all, where the incident alone decides."""
    known = SOURCES.get(section)
    if known is None or known.visible_to is None:
        return pks
    return set(known.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
