"""The stages of learning: review, actions, verification, closing."""

from __future__ import annotations

from goldthread.domain.governance.closure.rules import CLOSING_RULES
from goldthread.domain.incidents.terms import Closure, Status
from goldthread.domain.registers.safeguarding.terms import Status as CaseStatus
from goldthread.domain.reviews.rules import signed_off_by_another
from goldthread.web.components import Stage
from goldthread.web.incidents.finding import who_can
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.web.incidents.presenters.stages.parts import (
    CLOSED_WORDS,
    P,
    clock_for,
    is_open,
    main_step,
    not_yet,
    offer,
    owner_for,
    reached,
    sentences,
    state_since,
)
from goldthread.web.words import plural, when
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import broken


def review(reading: Reading) -> Stage:
    facts = reading.review
    if facts.standing == "none" and not reached(reading, Status.TRIAGED):
        return Stage("Review", *not_yet(reading, "After triage"))
    if facts.standing == "none" and not is_open(reading.incident):
        return Stage("Review", "not_needed", "No review here")
    waits = facts.standing != "done" and is_open(reading.incident)
    signing = any(gap.code == signed_off_by_another.code for gap in facts.missing)
    permission = P.REVIEW_SIGN_OFF if signing else P.REVIEW_CONDUCT
    words = "Read the review and sign it off" if signing else "Work on the review"
    works = reading.may(permission)
    return Stage(
        "Review",
        "done" if facts.standing == "done" else state_since(reading, Status.TRIAGED),
        facts.state,
        href=facts.link,
        owner=facts.owner or owner_for(reading, "review"),
        clock=clock_for(reading, "review"),
        missing=sentences(facts.missing) if waits else (),
        steps=main_step(waits and works, words, facts.link),
        who=who_can(permission) if waits and not works else "",
    )


def actions(reading: Reading) -> Stage:
    facts = reading.actions
    if not facts.recorded and not reached(reading, Status.IN_REVIEW):
        return Stage("Actions", *not_yet(reading, "After the review"))
    if not facts.recorded and not is_open(reading.incident):
        return Stage("Actions", "not_needed", "No actions here")
    complete = bool(facts.recorded) and not facts.missing
    waits = not complete and is_open(reading.incident)
    agrees = reading.may(P.ACTION_AGREE)
    return Stage(
        "Actions",
        "done" if complete else state_since(reading, Status.IN_REVIEW),
        facts.state,
        href=facts.link,
        owner=facts.owner,
        clock=clock_for(reading, "actions"),
        summary=f"{plural(facts.overdue, 'action is', 'actions are')} overdue."
        if facts.overdue
        else "",
        missing=sentences(facts.missing) if waits else (),
        steps=main_step(waits and agrees, "Open the actions", facts.link),
        who=who_can(P.ACTION_AGREE) if waits and not agrees else "",
    )


def verification(reading: Reading) -> Stage:
    facts = reading.verification
    if facts.standing == "none":
        if is_open(reading.incident):
            return Stage("Verification", *not_yet(reading, "After the actions"))
        return Stage("Verification", "not_needed", "Nothing was verified")
    waits = not facts.proven and is_open(reading.incident)
    works = reading.may(P.VERIFICATION_WORK)
    return Stage(
        "Verification",
        "done" if facts.proven else state_since(reading, Status.ACTING),
        facts.state,
        href=facts.link,
        owner=facts.owner,
        clock=clock_for(reading, "verification"),
        missing=sentences(facts.missing) if waits else (),
        proven=facts.proven,
        steps=main_step(waits and works, "Open the verification", facts.link),
        who=who_can(P.VERIFICATION_WORK) if waits and not works else "",
    )


def learning(reading: Reading) -> Stage:
    incident = reading.incident
    if incident.status == Status.CLOSED:
        closure = Closure(incident.closure)
        return Stage(
            "Learning and closing",
            "done" if closure == Closure.VERIFIED else "not_needed",
            CLOSED_WORDS[closure],
            owner=incident.closed_by.name if incident.closed_by else "",
            at=when(incident.closed_at),
            summary=incident.closed_because,
            proven=closure == Closure.VERIFIED,
        )
    if incident.status == Status.WITHDRAWN:
        return Stage("Learning and closing", "not_needed", "Withdrawn as a duplicate")
    gaps = closing_gaps(reading)
    verifying = incident.status == Status.VERIFYING
    answer = reading.clock_of("learning")
    waiting = answer is not None and answer.ended_at is None
    closes = verifying and not gaps
    steps, who = offer(reading, "Close as verified", "incidents:close", P.INCIDENT_CLOSE)
    return Stage(
        "Learning and closing",
        "current" if verifying else "waiting",
        "Ready to close as verified" if closes else "Not yet",
        clock=clock_for(reading, "learning") if waiting else None,
        summary="The reporter waits to hear from us." if waiting else "",
        missing=sentences(gaps) if verifying else (),
        steps=steps if closes else (),
        who=who if closes else "",
    )


def closing_gaps(reading: Reading) -> list[Refusal]:
    """What the closing rules still miss, from the facts the page has already."""
    facts = {
        "has_actions": reading.actions.recorded > 0,
        "verified": reading.verification.proven,
        "openness": [gap.sentence for gap in reading.openness.missing],
        "safeguarding_waits": reading.case is not None and reading.case.status != CaseStatus.CLOSED,
        "reporter_answered": reading.incident.route == "imported"
        or any(message.side == "service" for message in reading.messages),
    }
    return broken(CLOSING_RULES, reading.incident, facts)
