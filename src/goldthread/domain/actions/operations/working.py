"""The two facts that make an action complete, each with its own record and proof."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.terms import Permission
from goldthread.domain.actions import transitions as moves
from goldthread.domain.actions.drafts import Told
from goldthread.domain.actions.models import Action, Communication, Implementation
from goldthread.domain.actions.operations.following import follow, locked, meet_clocks, stop_clocks
from goldthread.domain.actions.queries.one import (
    evidence_of,
    missing_to_complete,
    routes_of,
)
from goldthread.domain.actions.queries.seeing import may
from goldthread.domain.actions.rules.working import keeps_fitting_evidence
from goldthread.domain.actions.terms import WITH_EVIDENCE, Decision, Status
from goldthread.evidence import operations as evidence
from goldthread.evidence.models import Item
from goldthread.workflow.operations import hindrances, perform
from goldthread.workflow.refusals import NOT_ALLOWED, WRONG_STATE, Refusal, Refused, refuse
from goldthread.workflow.rules import broken


def add_evidence(
    action: Action,
    type_code: str,
    fields: Mapping[str, Any],
    *,
    by: User,
    files: Iterable[Any] = (),
    summary: str = "",
    at: dt.datetime | None = None,
) -> Item:
    """Add a typed proof that the change is live. Raises Refused, field by field."""
    _may_work(action, by)
    return evidence.add_item(action, type_code, fields, by=by, files=files, summary=summary, at=at)


@transaction.atomic
def withdraw_evidence(
    action: Action, item: Item, reason: str, *, by: User, at: dt.datetime | None = None
) -> Item:
    """Withdraw a proof with a reason; an implemented action keeps at least one that fits."""
    action = locked(action)
    _may_work(action, by)
    others = evidence_of(action).exclude(pk=item.pk)
    facts = {**_proofs(action), "evidence": list(others.values_list("type", flat=True))}
    refusals = broken((keeps_fitting_evidence,), action, facts)
    if refusals:
        raise Refused(refusals)
    return evidence.withdraw_item(item, reason, by=by, at=at)


@transaction.atomic
def implement(
    action: Action,
    *,
    live_on: dt.date | None,
    how: str,
    by: User,
    at: dt.datetime | None = None,
) -> Action:
    """Record that the change is live, on evidence already added; completes when both facts stand."""
    action, at = locked(action), at or timezone.now()
    facts = {**_proofs(action), "live_on": live_on, "how": how, "at": at}
    told = {"live_on": live_on, "how": how, "evidence": facts["evidence"]}
    perform(moves.IMPLEMENT, action, by=by, at=at, facts=facts, told=told)
    assert live_on is not None  # noqa: S101 - rule ACT-21
    Implementation.objects.create(
        action=action,
        round=action.round,
        live_on=live_on,
        how=how.strip(),
        implemented_at=at,
        implemented_by=by,
    )
    return _complete_if_both(action, by=by, at=at)


@transaction.atomic
def communicate(action: Action, told: Told, *, by: User, at: dt.datetime | None = None) -> Action:
    """Record who was told, how, and how many were reached; completes when both facts stand."""
    action, at = locked(action), at or timezone.now()
    trail = {"who": told.who, "way": told.way, "reached": told.reached, "of": told.of}
    perform(moves.COMMUNICATE, action, by=by, at=at, facts={"told": told, "at": at}, told=trail)
    assert told.reached is not None and told.of is not None and told.told_on  # noqa: S101
    Communication.objects.create(
        action=action,
        round=action.round,
        who=told.who.strip()[:200],
        way=told.way,
        reached=told.reached,
        of=told.of,
        acknowledged=told.acknowledged,
        told_on=told.told_on,
        note=told.note.strip(),
        communicated_at=at,
        communicated_by=by,
    )
    return _complete_if_both(action, by=by, at=at)


@transaction.atomic
def complete(action: Action, *, by: User, at: dt.datetime | None = None) -> Action:
    """Complete an action. Refused with ACT-04 while either of the two facts is missing.

    Recording the second fact does this by itself; asking for it early says what is missing.
    """
    return _complete(locked(action), by=by, at=at or timezone.now())


def in_the_way(action: Action, *, by: User) -> list[Refusal]:
    """What keeps the person from recording the action as implemented: the evidence, as yet."""
    facts = {**_proofs(action), "live_on": None, "how": "", "at": timezone.now()}
    asked_on_the_form = ("ACT-21", "ACT-22")
    found = hindrances(moves.IMPLEMENT, action, by=by, facts=facts)
    return [refusal for refusal in found if refusal.code not in asked_on_the_form]


def _complete_if_both(action: Action, *, by: User, at: dt.datetime) -> Action:
    both = all(missing_to_complete(action).values())
    if not both or action.status != Status.AGREED:
        return action
    return _complete(action, by=by, at=at)


def _complete(action: Action, *, by: User, at: dt.datetime) -> Action:
    perform(
        moves.COMPLETE,
        action,
        by=by,
        at=at,
        facts=missing_to_complete(action),
        changes={"completed_at": at, "completed_by": by},
    )
    meet_clocks(action, at)
    stop_clocks(action, "The action is complete", at)
    action.extensions.filter(decision="").update(
        decision=Decision.LAPSED, decided_at=at, decided_by=by
    )
    follow(action, at=at)
    return action


def _proofs(action: Action) -> dict[str, Any]:
    return {
        "routes": [route for route, _ in routes_of(action)],
        "evidence": list(evidence_of(action).values_list("type", flat=True)),
        "implemented": missing_to_complete(action)["implemented"],
    }


def _may_work(action: Action, by: User) -> None:
    if not may(by, Permission.ACTION_WORK, action):
        raise refuse(NOT_ALLOWED, "You cannot record work on this action.")
    if action.status not in WITH_EVIDENCE:
        raise refuse(
            WRONG_STATE,
            f"Evidence is added to an agreed action. This one is "
            f"{Status(action.status).label.lower()}.",
        )
