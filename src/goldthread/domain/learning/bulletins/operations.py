"""Writing and sending bulletins, acknowledging them, and answering for a team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.clocks import operations as clocks
from goldthread.domain.actions.drafts import Draft as ActionDraft
from goldthread.domain.actions.drafts import Told
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.operations import communicate, propose
from goldthread.domain.actions.terms import Way
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.bulletins import transitions as moves
from goldthread.domain.learning.bulletins.drafts import Draft
from goldthread.domain.learning.bulletins.models import Bulletin, Recipient, TeamAnswer, Use
from goldthread.domain.learning.bulletins.queries import (
    Reached,
    actions_at,
    actions_carried,
    audience,
    draft_of,
    joiners,
    late_to_acknowledge,
    named_in,
    out_of_reach,
    people_in,
    reach_of,
    teams_asked,
)
from goldthread.domain.learning.bulletins.terms import ANSWER, Applies
from goldthread.notices.operations import send as tell
from goldthread.trail.operations import record as write_trail
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

LATE = dt.time(17, 0)  # the hour of the day by which teams answer


@transaction.atomic
def write_bulletin(
    organisation: Unit, draft: Draft, *, by: User, at: dt.datetime | None = None
) -> Bulletin:
    """Save a bulletin as a draft; nobody is told yet. Raises `Refused`."""
    at = at or timezone.now()
    bulletin = Bulletin(organisation=organisation, made_at=at, made_by=by, **_columns(draft))
    if not draft.units:
        raise refuse("BUL-05", "Choose at least one team.", "units")
    facts = _content(organisation, draft, by, at)
    start(bulletin, moves.DRAFT, by=by, at=at, facts=facts, told=_told(draft))
    _link(bulletin, draft)
    return bulletin


@transaction.atomic
def edit_bulletin(
    bulletin: Bulletin, draft: Draft, *, by: User, at: dt.datetime | None = None
) -> Bulletin:
    """Change a bulletin that was not sent yet."""
    at = at or timezone.now()
    facts = _content(bulletin.organisation, draft, by, at)
    perform(
        moves.EDIT,
        bulletin,
        by=by,
        at=at,
        facts=facts,
        changes=_columns(draft),
        told=_told(draft),
    )
    _link(bulletin, draft)
    return bulletin


@transaction.atomic
def send_bulletin(bulletin: Bulletin, *, by: User, at: dt.datetime | None = None) -> Bulletin:
    """Send it once: the audience is worked out and frozen, everyone in it told, teams asked."""
    at = at or timezone.now()
    draft = draft_of(bulletin)
    facts = _content(bulletin.organisation, draft, by, at)
    facts["audience"] = audience(draft.units, draft.roles, timezone.localdate(at))
    told = {**_told(draft), "sent_to": len(facts["audience"])}
    changes = {"sent_at": at, "sent_by": by}
    perform(moves.SEND, bulletin, by=by, at=at, facts=facts, changes=changes, told=told)
    _deliver(bulletin, facts["audience"], at, joined=False)
    for unit in teams_asked(draft.units):
        _ask(bulletin, unit, by, at)
    return bulletin


@transaction.atomic
def add_joiners(bulletin: Bulletin, *, by: User, at: dt.datetime | None = None) -> int:
    """Send it to people who joined the audience since; they are counted apart. Returns how many."""
    at, found = at or timezone.now(), joiners(bulletin)
    perform(moves.ADD_JOINERS, bulletin, by=by, at=at, told={"joined": len(found)})
    _deliver(bulletin, found, at, joined=True)
    return len(found)


def open_copy(recipient: Recipient, *, at: dt.datetime | None = None) -> None:
    """Note the first time someone opened their copy."""
    unread = Recipient.objects.filter(pk=recipient.pk, read_at__isnull=True)
    unread.update(read_at=at or timezone.now())


@transaction.atomic
def acknowledge(bulletin: Bulletin, *, by: User, at: dt.datetime | None = None) -> Recipient:
    """The person says that they read it. Doing so twice changes nothing."""
    at = at or timezone.now()
    recipient = bulletin.recipients.select_for_update().filter(user=by).first()
    if recipient is None:
        raise refuse(NOT_ALLOWED, "This bulletin was not sent to you, so there is nothing to do.")
    if recipient.acknowledged_at is None:
        recipient.read_at, recipient.acknowledged_at = recipient.read_at or at, at
        recipient.save(update_fields=["read_at", "acknowledged_at"])
        write_trail(
            bulletin,
            "bulletin.acknowledge",
            by=by,
            at=at,
            facts={},
            organisation_id=bulletin.organisation_id,
        )
    return recipient


@dataclass(frozen=True)
class Here:
    """A team's answer. For `Applies.ACTION` an `action` of the team, or a `proposal` on an
    incident of the team; otherwise the `reason`."""

    applies: str
    reason: str = ""
    action: Action | None = None
    incident: Incident | None = None
    proposal: ActionDraft | None = None


@transaction.atomic
def answer_here(
    answer: TeamAnswer, here: Here, *, by: User, at: dt.datetime | None = None
) -> TeamAnswer:
    """Answer for a team whether the learning applies here. A new action is proposed on its incident.

    Raises `Refused`, by the rules of the answer or by those of the action.
    """
    at = at or timezone.now()
    wants_action = here.applies == Applies.ACTION
    new = wants_action and here.action is None and here.incident is not None and here.proposal
    action = here.action if wants_action else None
    facts = {
        "applies": here.applies,
        "reason": here.reason,
        "has_action": bool(action or new),
        "strange": _strange(answer, action, here.incident if new else None, by),
        "named": people_in(here.reason),
    }
    changes = {
        "applies": here.applies,
        "reason": here.reason.strip(),
        "action": action,
        "answered_at": at,
        "answered_by": by,
    }
    if new and not (facts["strange"] or facts["named"]) and here.incident and here.proposal:
        changes["action"] = propose(here.incident, here.proposal, by=by, at=at)
    told = {"applies": here.applies, "unit": answer.unit_id}
    perform(moves.ANSWER, answer, by=by, at=at, facts=facts, changes=changes, told=told)
    clocks.meet(answer, ANSWER, at=at)
    return answer


@transaction.atomic
def use_as_communication(
    bulletin: Bulletin, action: Action, *, by: User, at: dt.datetime | None = None
) -> Use:
    """Record the action as communicated with the reach of this bulletin: those who acknowledged.

    Raises `Refused`: by the bulletin's rules, or by the action's where nobody has yet.
    """
    at, reach = at or timezone.now(), reach_of(bulletin)
    carried = actions_carried(bulletin, by).filter(pk=action.pk).exists()
    told = {"action": action.pk, "reached": reach.acknowledged, "of": reach.of}
    perform(moves.USE, bulletin, by=by, at=at, facts={"carried": carried}, told=told)
    assert bulletin.sent_at is not None  # noqa: S101 - only a sent bulletin is used
    communicated = Told(
        who=f"Bulletin “{bulletin.title}”"[:200],
        way=Way.BULLETIN,
        reached=reach.acknowledged,
        of=reach.of,
        told_on=timezone.localdate(bulletin.sent_at),
        acknowledged=reach.acknowledged,
        note=_note(reach.left, reach.joined),
    )
    communicate(action, communicated, by=by, at=at)
    return Use.objects.create(
        bulletin=bulletin,
        action=action,
        reached=reach.acknowledged,
        of=reach.of,
        used_at=at,
        used_by=by,
    )


def chase(today: dt.date | None = None, *, at: dt.datetime | None = None) -> int:
    """Remind, once, those who have not acknowledged a bulletin by its day. Returns how many."""
    at = at or timezone.now()
    late, count = late_to_acknowledge(today or timezone.localdate(at)), 0
    for copy in late:
        count += len(
            tell(
                [copy.user],
                "bulletin_late",
                subject="A bulletin still waits for you",
                body="It takes a minute to read. Say that you have read it when you have.",
                link=f"/bulletins/{copy.bulletin_id}/",
                key=f"bulletin-late-{copy.bulletin_id}",
                at=at,
            )
        )
    return count


def _note(left: int, joined: int) -> str:
    said = []
    if left:
        said.append(f"{left} left before they acknowledged it and are not counted.")
    if joined:
        said.append(f"{joined} joined later and are counted apart.")
    return " ".join(said)


def _deliver(
    bulletin: Bulletin, people: Iterable[Reached], at: dt.datetime, *, joined: bool
) -> None:
    found = list(people)
    Recipient.objects.bulk_create(
        Recipient(
            bulletin=bulletin,
            user=one.user,
            unit=one.unit,
            role=one.role,
            joined=joined,
            sent_at=at,
        )
        for one in found
    )
    tell(
        [one.user for one in found],
        "bulletin_sent",
        subject="Learning for your team",
        body="A bulletin was sent to you. Read it, and say that you have.",
        link=f"/bulletins/{bulletin.pk}/",
        key=f"bulletin-{bulletin.pk}",
        at=at,
    )


def _ask(bulletin: Bulletin, unit: Unit, by: User, at: dt.datetime) -> None:
    answer = TeamAnswer(bulletin=bulletin, organisation=bulletin.organisation, unit=unit)
    start(answer, moves.ASK_TEAM, by=by, at=at, told={"unit": unit.pk})
    due_at = timezone.make_aware(dt.datetime.combine(bulletin.answer_by, LATE))
    clocks.start_due(
        ANSWER,
        answer,
        unit=unit,
        at=at,
        due_at=due_at,
        label="Does this learning apply here?",
        owner_role="team_manager",
        source_text="The day the sender of the bulletin chose.",
    )


def _strange(
    answer: TeamAnswer, action: Action | None, incident: Incident | None, by: User
) -> bool:
    """Whether the action, or the incident a new one is for, is not of the team."""
    if action is not None:
        return not actions_at(answer.unit, by).filter(pk=action.pk).exists()
    return incident is not None and not incident.unit.path.startswith(answer.unit.path)


def _content(organisation: Unit, draft: Draft, by: User, at: dt.datetime) -> dict[str, Any]:
    return {
        "draft": draft,
        "left": named_in(organisation, draft),
        "beyond": out_of_reach(by, draft.units),
        "today": timezone.localdate(at),
    }


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "title": draft.title.strip()[:160],
        "words": draft.words.strip(),
        "roles": sorted(draft.roles),
        "answer_by": draft.answer_by,
    }


def _told(draft: Draft) -> dict[str, Any]:
    return {
        "items": [one.reference for one in draft.items],
        "units": sorted(unit.pk for unit in draft.units),
        "roles": sorted(draft.roles),
    }


def _link(bulletin: Bulletin, draft: Draft) -> None:
    bulletin.items.set(draft.items)
    bulletin.units.set(draft.units)
