"""Recording what was said of each item: confirmed actions, decisions, and new actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from goldthread.access.models import User
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.drafts import Draft
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.forums import transitions as moves
from goldthread.domain.governance.forums.models import ActionCheck, AgendaItem, Meeting
from goldthread.domain.governance.forums.operations.running import locked, place_for_more
from goldthread.domain.governance.forums.queries import of_meeting, one_item
from goldthread.domain.governance.forums.terms import OTHER, Checked, Outcome
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.registers.safeguarding import operations as cases
from goldthread.domain.registers.safeguarding import transitions as case_moves
from goldthread.domain.registers.safeguarding.models import SafeguardingAction
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import hindrances, perform
from goldthread.workflow.refusals import CHANGED_MEANWHILE, NOT_ALLOWED, Refused, refuse


@dataclass(frozen=True)
class NewAction:
    """An action the meeting decided on. `reference` names its incident where the item has none."""

    title: str
    owner: User | None = None
    due_on: dt.date | None = None
    reference: str = ""


@dataclass(frozen=True)
class Said:
    """What was said of one item. `checks` gives, by the number of each check, done or not and a
    note; one that is left out stays as it was."""

    outcome: str = ""
    decision: str = ""
    checks: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    action: NewAction | None = None


@transaction.atomic
def record(
    item: AgendaItem,
    said: Said,
    *,
    by: User,
    version: int | None = None,
    at: dt.datetime | None = None,
) -> AgendaItem:
    """Record what was said of an item, and propose the action that was decided on.

    `version` is the one the person was looking at. Raises Refused (MEE-06, MEE-07, the action's
    own refusals, or that someone else recorded something meanwhile).
    """
    at, meeting = at or timezone.now(), locked(item.meeting_id)
    seen = one_item(meeting, by, item.pk)
    if seen is None:
        raise refuse(NOT_ALLOWED, "You may not see this item, so you cannot decide on it.")
    seen.meeting = meeting
    refusals = hindrances(moves.RECORD, meeting, by=by, facts=_facts(said))
    if refusals:
        raise Refused(refusals)
    _save(seen, said, version, by, at)
    _keep_checks(seen, said, by, at)
    if said.action is not None:
        _propose(seen, said, said.action, by, at)
    seen.refresh_from_db()
    return seen


def _facts(said: Said) -> dict[str, Any]:
    return {"outcome": said.outcome, "decision": said.decision, "checks": said.checks}


def _save(item: AgendaItem, said: Said, version: int | None, by: User, at: dt.datetime) -> None:
    changed = AgendaItem.objects.filter(pk=item.pk, version=version or item.version).update(
        outcome=said.outcome,
        decision=said.decision.strip(),
        decided_at=at if said.outcome else None,
        decided_by=by if said.outcome else None,
        version=F("version") + 1,
    )
    if not changed:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else recorded something on this item meanwhile. Nothing you typed is lost: "
            "read what they wrote, then save again.",
        )
    told = {
        "forum": item.meeting.forum.name,
        "outcome": said.outcome,
        "decision": said.decision.strip(),
        "checks": {str(pk): checked for pk, (checked, _) in said.checks.items()},
    }
    write_trail(
        item,
        moves.RECORD.code,
        by=by,
        at=at,
        facts=told,
        thread=item.incident_id,
        organisation_id=item.meeting.organisation_id,
    )


def _keep_checks(item: AgendaItem, said: Said, by: User, at: dt.datetime) -> None:
    asked = ActionCheck.objects.filter(item=item, pk__in=said.checks)
    for check in asked.select_related("action", "case_action__case"):
        checked, note = said.checks[check.pk]
        if checked not in Checked.values:
            continue
        if (check.checked, check.note) != (checked, note.strip()):
            check.checked, check.note = checked, note.strip()
            check.checked_at, check.checked_by = at, by
            check.save()
            if check.case_action is not None:
                _confirm(check.case_action, checked == Checked.DONE, note, by, at)


def _confirm(action: SafeguardingAction, done: bool, note: str, by: User, at: dt.datetime) -> None:
    """What the meeting heard stands on the case too, unless it ended there meanwhile.

    A reader of the case who may not confirm its actions records what was heard, and no more.
    """
    move = case_moves.ACTION_DONE if done else case_moves.ACTION_NOT_DONE
    if not hindrances(move, action, by=by, facts={"done": done, "note": note}):
        cases.confirm_action(action, done=done, note=note, by=by, at=at)


def _propose(item: AgendaItem, said: Said, wanted: NewAction, by: User, at: dt.datetime) -> Action:
    """The action belongs to the item's incident, or to the one that was named."""
    return actions.propose(
        _incident_of(item, wanted, by),
        Draft(
            title=wanted.title,
            change=said.decision.strip() or wanted.title,
            owner=wanted.owner,
            due_on=wanted.due_on,
            source_type=AgendaItem._meta.label_lower,
            source_id=item.pk,
            proposed_in=item.meeting.forum.name[:120],
        ),
        by=by,
        at=at,
    )


def _incident_of(item: AgendaItem, wanted: NewAction, by: User) -> Incident:
    if item.incident is not None:
        return item.incident
    found = incidents_visible_to(by).filter(reference__iexact=wanted.reference.strip()).first()
    if found is None:
        raise refuse(
            "MEE-19",
            "An action belongs to an incident. Give the reference of one that you may open.",
            "reference",
        )
    return found


@transaction.atomic
def add_item(
    meeting: Meeting,
    title: str,
    *,
    by: User,
    note: str = "",
    reference: str = "",
    at: dt.datetime | None = None,
) -> AgendaItem:
    """Put an item on the agenda, before the meeting or while it is under way."""
    at, meeting = at or timezone.now(), locked(meeting.pk)
    if not title.strip():
        raise refuse("MEE-20", "Say what the item is about.", "title")
    incident = None
    if reference.strip():
        incident = incidents_visible_to(by).filter(reference__iexact=reference.strip()).first()
        if incident is None:
            raise refuse("MEE-19", "Give the reference of an incident you may open.", "reference")
    perform(moves.ADD, meeting, by=by, at=at, told={"section": OTHER})
    return AgendaItem.objects.create(
        meeting=meeting,
        section=OTHER,
        position=place_for_more(meeting),
        incident=incident,
        title=title.strip()[:300],
        facts=[["Note", note.strip()]] if note.strip() else [],
        link=f"/incidents/{incident.reference}/" if incident else "",
        added_by=by,
    )


@transaction.atomic
def carry_over_rest(
    meeting: Meeting, because: str, *, by: User, at: dt.datetime | None = None
) -> int:
    """Carry over every item the person sees that has no outcome; returns how many."""
    at, meeting = at or timezone.now(), locked(meeting.pk)
    left = [item for item in of_meeting(meeting, by).items if not item.outcome]
    for item in left:
        record(item, Said(Outcome.CARRIED, because), by=by, at=at)
    return len(left)
