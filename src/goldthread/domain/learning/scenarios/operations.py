"""Making, changing, checking, publishing and retiring scenarios.

Trail entries say what was done and never what was written: names may stand in a draft.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.scope import scope_of
from goldthread.clocks import operations as clocks
from goldthread.clocks.queries import has_policy
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.learning.scenarios import transitions as moves
from goldthread.domain.learning.scenarios.drafts import Draft
from goldthread.domain.learning.scenarios.models import NotPersonal, Question, Scenario
from goldthread.domain.learning.scenarios.queries import (
    MAKING,
    draft_of,
    organisations_where,
    still_found,
)
from goldthread.domain.learning.scenarios.terms import CHECK, Status
from goldthread.notices.operations import send
from goldthread.workflow.operations import perform, start
from goldthread.workflow.refusals import NOT_ALLOWED, refuse

UNREADY: dict[str, Any] = {"ready_at": None, "ready_by": None}


@transaction.atomic
def make_scenario(
    organisation: Unit,
    draft: Draft,
    *,
    by: User,
    source: Incident | None = None,
    at: dt.datetime | None = None,
) -> Scenario:
    """Save a new scenario as a draft, perhaps made from an incident. Raises `Refused`."""
    at = at or timezone.now()
    if not organisations_where(scope_of(by), *MAKING).filter(organisation=organisation).exists():
        raise refuse(NOT_ALLOWED, f"You cannot make scenarios for {organisation.name}.")
    scenario = Scenario(
        organisation=organisation,
        source=source,
        made_at=at,
        made_by=by,
        edited_at=at,
        edited_by=by,
        **_columns(draft),
    )
    opens = source is None or incidents_visible_to(by).filter(pk=source.pk).exists()
    facts = {"draft": draft, "opens_source": opens}
    start(scenario, moves.MAKE, by=by, at=at, facts=facts, told=_told(draft))
    _ask(scenario, draft)
    return scenario


@transaction.atomic
def edit_scenario(
    scenario: Scenario, draft: Draft, *, by: User, at: dt.datetime | None = None
) -> Scenario:
    """Change the words; what was checked is a draft again, to be checked anew."""
    at = at or timezone.now()
    changes = {**_columns(draft), **UNREADY, "edited_at": at, "edited_by": by}
    perform(
        moves.EDIT,
        scenario,
        by=by,
        at=at,
        facts={"draft": draft},
        changes=changes,
        told=_told(draft),
    )
    scenario.questions.all().delete()
    _ask(scenario, draft)
    clocks.stop(scenario, CHECK, "The scenario was changed", at=at)
    return scenario


@transaction.atomic
def say_not_personal(
    scenario: Scenario, text: str, reason: str, *, by: User, at: dt.datetime | None = None
) -> Scenario:
    """Say that words the finder stops at name nobody, and why."""
    at = at or timezone.now()
    words = next(
        (p.found.text for p in still_found(scenario) if p.found.text.casefold() == text.casefold()),
        "",
    )
    facts = {"stands": bool(words), "reason": reason}
    perform(moves.MARK, scenario, by=by, at=at, facts=facts, told={})
    NotPersonal.objects.create(
        scenario=scenario, text=words[:200], reason=reason.strip()[:300], said_at=at, said_by=by
    )
    return scenario


@transaction.atomic
def hand_over(scenario: Scenario, *, by: User, at: dt.datetime | None = None) -> Scenario:
    """Ask for a draft to be checked by someone else. Refused while it could name anyone."""
    at = at or timezone.now()
    perform(
        moves.HAND_OVER,
        scenario,
        by=by,
        at=at,
        facts=_content(scenario),
        changes={"ready_at": at, "ready_by": by, "sent_back_because": ""},
        told={},
    )
    clocks.stop(scenario, CHECK, "Handed over again", at=at)
    restricted = scenario.source is not None and scenario.source.restricted
    if not restricted and has_policy(scenario.organisation_id, CHECK):
        # Of a restricted source nobody learns by a task that something was made of it.
        unit = scenario.organisation
        clocks.start(CHECK, scenario, unit=unit, at=at, owner_role="governance_lead")
    return scenario


@transaction.atomic
def send_back(
    scenario: Scenario, reason: str, *, by: User, at: dt.datetime | None = None
) -> Scenario:
    """Give a scenario back to its maker with what to change; the message quotes none of it."""
    at = at or timezone.now()
    perform(
        moves.SEND_BACK,
        scenario,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"sent_back_because": reason.strip(), **UNREADY},
        told={},
    )
    clocks.stop(scenario, CHECK, "Sent back to its maker", at=at)
    send(
        [scenario.made_by],
        "scenario_sent_back",
        subject="Your scenario needs another look",
        body="It was read and sent back. Open it to see what to change.",
        link=f"/coaching/scenarios/{scenario.pk}/",
        at=at,
    )
    return scenario


@transaction.atomic
def check_scenario(
    scenario: Scenario,
    *,
    recognised: bool | None,
    changed: bool | None,
    because: str,
    by: User,
    at: dt.datetime | None = None,
) -> Scenario:
    """Record the check of someone who did not write it: whether anyone could be recognised.

    :param recognised: could a colleague, a neighbour or a relative recognise the person?
    :param changed: are rare circumstances changed (or were there none)?
    """
    at = at or timezone.now()
    answers = {"recognised": recognised, "changed": changed, "because": because, "by": by}
    perform(
        moves.CHECK,
        scenario,
        by=by,
        at=at,
        facts={**_content(scenario), **answers},
        changes={"checked_at": at, "checked_by": by, "checked_because": because.strip()},
        told={"recognised": recognised, "changed": changed},
    )
    clocks.meet(scenario, CHECK, at=at)
    return scenario


@transaction.atomic
def publish_scenario(scenario: Scenario, *, by: User, at: dt.datetime | None = None) -> Scenario:
    """Put a checked scenario into the bank, read once more for personal data."""
    at = at or timezone.now()
    return perform(
        moves.PUBLISH,
        scenario,
        by=by,
        at=at,
        facts=_content(scenario),
        changes={"published_at": at, "published_by": by},
        told={},
    )


@transaction.atomic
def retire_scenario(
    scenario: Scenario, reason: str, *, by: User, at: dt.datetime | None = None
) -> Scenario:
    """Take a scenario out of use, with the reason."""
    at = at or timezone.now()
    return perform(
        moves.RETIRE,
        scenario,
        by=by,
        at=at,
        facts={"reason": reason},
        changes={"retired_at": at, "retired_by": by, "retired_because": reason.strip()},
        told={},
    )


def _content(scenario: Scenario) -> dict[str, Any]:
    draft = draft_of(scenario)
    left = still_found(scenario, draft) if scenario.status != Status.RETIRED else []
    return {"draft": draft, "left": left}


def _columns(draft: Draft) -> dict[str, str]:
    return {
        "title": draft.title.strip()[:160],
        "story": draft.story.strip(),
        "subject": draft.subject,
    }


def _told(draft: Draft) -> dict[str, Any]:
    return {"subject": draft.subject, "questions": len(draft.questions)}


def _ask(scenario: Scenario, draft: Draft) -> None:
    Question.objects.bulk_create(
        Question(
            scenario=scenario,
            position=number,
            text=asked.text.strip(),
            good_answer=asked.good_answer.strip(),
        )
        for number, asked in enumerate(draft.questions, 1)
    )
