"""Bringing prompts to supervision, and telling of an action by how far one reached."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.queries import organisation_id_of
from goldthread.access.scope import scope_of
from goldthread.domain.actions.drafts import Told
from goldthread.domain.actions.operations import communicate
from goldthread.domain.actions.queries.seeing import visible_to as actions_visible_to
from goldthread.domain.actions.terms import Way
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.supervision import transitions as moves
from goldthread.domain.learning.supervision.drafts import PromptDraft
from goldthread.domain.learning.supervision.models import Prompt
from goldthread.domain.learning.supervision.queries import (
    PUSHING,
    learning_to_bring,
    named_in,
    reach_of,
)
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse


@transaction.atomic
def push_prompt(draft: PromptDraft, *, by: User, at: dt.datetime | None = None) -> Prompt:
    """Bring a prompt to the supervision of a unit, perhaps of some roles. Raises `Refused`."""
    at, unit = at or timezone.now(), draft.unit
    if unit.pk not in scope_of(by).units(PUSHING):
        raise refuse(NOT_ALLOWED, f"You cannot bring prompts to {unit.name}.", "unit")
    prompt = Prompt(
        organisation_id=organisation_id_of(unit),
        unit=unit,
        question=draft.question.strip()[:300],
        why=draft.why.strip(),
        roles=sorted(draft.roles),
        expires_on=draft.expires_on,
        source=draft.source,
        action=draft.action,
        learning=draft.learning,
        pushed_at=at,
        pushed_by=by,
    )
    facts = {
        "today": timezone.localdate(at),
        "opens": _opens(draft, by),
        "named": named_in(prompt.question, prompt.why, prompt.organisation, draft.source),
    }
    told = {"roles": prompt.roles, "expires_on": prompt.expires_on.isoformat()}
    return start(prompt, moves.PUSH, by=by, at=at, facts=facts, told=told)


def _opens(draft: PromptDraft, by: User) -> bool:
    source, action, item = draft.source, draft.action, draft.learning
    if item is not None and not learning_to_bring(by).filter(pk=item.pk).exists():
        return False
    if source is not None and not incidents_visible_to(by).filter(pk=source.pk).exists():
        return False
    return action is None or actions_visible_to(by).filter(pk=action.pk).exists()


@transaction.atomic
def withdraw_prompt(
    prompt: Prompt, reason: str, *, by: User, at: dt.datetime | None = None
) -> Prompt:
    """Bring a prompt to nobody any more, with the reason."""
    at = at or timezone.now()
    return perform(
        moves.WITHDRAW,
        prompt,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"withdrawn_at": at, "withdrawn_by": by, "withdrawn_because": reason.strip()},
        told={},
    )


@transaction.atomic
def tell_by_prompt(prompt: Prompt, *, by: User, at: dt.datetime | None = None) -> Prompt:
    """Record the prompt's action as communicated in supervision, with the prompt's own reach.

    Raises `Refused` by the rule of the prompt (PRM-06) or by those of the action.
    """
    at = at or timezone.now()
    reach = reach_of(prompt)
    told = {"reached": reach.reached, "of": reach.of}
    perform(moves.TELL, prompt, by=by, at=at, facts={"reach": reach}, told=told)
    action = prompt.action
    assert action is not None  # noqa: S101 - PRM-06 has refused it
    who = Told(
        who=f"Staff of {prompt.unit.name}, one at a time",
        way=Way.SUPERVISION,
        reached=reach.reached,
        of=reach.of,
        told_on=timezone.localdate(at),
        note=f"Discussed in supervision: {prompt.question}",
    )
    communicate(action, who, by=by, at=at)
    return prompt
