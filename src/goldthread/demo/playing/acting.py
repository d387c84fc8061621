"""Playing actions: proposed with the review, agreed, implemented and communicated."""

from __future__ import annotations

import datetime as dt

from goldthread.demo.playing.reviewing import factors_of
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Action, Incident, Verification
from goldthread.domain.actions import operations as actions
from goldthread.domain.actions.drafts import Draft, PlanFacts, Told
from goldthread.domain.actions.models import Action as ActionRecord
from goldthread.domain.actions.queries.thread import proposals_of
from goldthread.domain.incidents.models import Incident as IncidentRecord
from goldthread.domain.reviews.models import Factor, Pattern
from goldthread.domain.reviews.models import Review as ReviewRecord


def propose(
    world: World, script: Incident, incident: IncidentRecord, review: ReviewRecord
) -> list[ActionRecord]:
    """Propose the script's actions, each answering a factor of the review, the first its pattern.

    What the review itself has proposed already (the change of this week) is taken up first.
    """
    assert script.review and script.review.submitted_at  # noqa: S101 - the caller's own condition
    waiting, factors = list(proposals_of(incident)), factors_of(review)
    made = []
    for number, told in enumerate(script.actions):
        at = script.review.submitted_at + dt.timedelta(minutes=10)
        pattern = review.patterns.order_by("pk").first() if number == 0 else None
        draft = _draft(world, told, pattern or factors[min(number, len(factors) - 1)])
        by = world.staff[told.by or script.review.lead]
        if waiting:
            made.append(actions.revise(waiting.pop(0), draft, by=by, at=at))
        else:
            made.append(actions.propose(incident, draft, by=by, at=at))
    return made


def _draft(world: World, told: Action, source: Factor | Pattern) -> Draft:
    interface = told.route == "interface"
    return Draft(
        title=told.title,
        change=told.change,
        success_measure=told.measure,
        owner=world.staff[told.owner],
        due_on=told.due_on,
        strength=told.strength,
        strength_reason=told.strength_reason,
        weak_reason=told.weak_reason,
        routes=((told.route, told.artefact),),
        kind="interface" if interface else "own",
        partner=told.partner,
        source_type=source._meta.label_lower,
        source_id=source.pk,
        proposed_in="The review",
    )


def agree(world: World, told: Action, action: ActionRecord) -> ActionRecord:
    """Agree the action with its verification plan."""
    plan = told.verification
    between = _days_between(plan)
    facts = PlanFacts(
        method=plan.method,
        measure=plan.measure,
        standard=plan.standard,
        verifier=world.staff[plan.verifier],
        begins_on=plan.rounds[0].due_on - dt.timedelta(days=between),
        more={
            "instrument": plan.instrument,
            "sample_size": plan.rounds[0].size,
            "rounds": len(plan.rounds),
            "days_between": between,
        },
    )
    return actions.agree(action, facts, by=world.staff[told.by], at=told.at)


def _days_between(plan: Verification) -> int:
    first, *later = plan.rounds
    return (later[0].due_on - first.due_on).days if later else 7


def carry_out(world: World, told: Action, action: ActionRecord) -> ActionRecord:
    """Record the evidence, the change being live, and who was told."""
    if told.implemented_at is None or told.communicated_at is None:
        return action
    owner = world.staff[told.owner]
    before = [item for item in told.evidence if item.at <= told.implemented_at]
    for item in before:
        actions.add_evidence(
            action, item.type, item.fields, by=owner, summary=item.summary, at=item.at
        )
    action = actions.implement(
        action,
        live_on=told.implemented_at.date(),
        how=told.in_place,
        by=owner,
        at=told.implemented_at,
    )
    reach = Told(
        who=told.told_who,
        way=told.told_way,
        reached=told.reached,
        of=told.of,
        told_on=told.communicated_at.date(),
    )
    action = actions.communicate(action, reach, by=owner, at=told.communicated_at)
    for item in told.evidence:
        if item not in before:
            actions.add_evidence(
                action, item.type, item.fields, by=owner, summary=item.summary, at=item.at
            )
    return action
