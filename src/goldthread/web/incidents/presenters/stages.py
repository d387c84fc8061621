"""The spine of the incident page: one `Stage` for each stage of the golden thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from goldthread.access.terms import ROLES, Permission
from goldthread.clocks.queries import of_subject
from goldthread.domain.governance.closure.rules import CLOSING_RULES
from goldthread.domain.incidents import rules as incident_rules
from goldthread.domain.incidents import triage_rules
from goldthread.domain.incidents.terms import Closure, Status
from goldthread.domain.registers.safeguarding import rules as safeguarding_rules
from goldthread.domain.registers.safeguarding.terms import Status as CaseStatus
from goldthread.domain.reviews.rules import signed_off_by_another
from goldthread.web.components import Clock, Stage, Step, clock_shown
from goldthread.web.incidents.finding import who_can
from goldthread.web.incidents.presenters.reading import Reading
from goldthread.web.words import plural, until, when
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import Rule, broken

P = Permission
ORDER = (Status.REPORTED, Status.TRIAGED, Status.IN_REVIEW, Status.ACTING, Status.VERIFYING)
CLOSED_WORDS = {
    Closure.VERIFIED: "Closed: verified",
    Closure.WITH_REASON: "Closed with a reason, not verified",
    Closure.HISTORICAL: "Closed in the previous system, not verified here",
}


def spine(reading: Reading) -> list[Stage]:
    """Every stage in order; stabilising and safeguarding only where there is something of them."""
    stages = [report(reading), triage(reading)]
    if reading.stabilisation is not None:
        stages.append(stabilise(reading))
    stages.append(openness(reading))
    if reading.case is not None:
        stages.append(safeguarding(reading))
    stages += [review(reading), actions(reading), verification(reading), learning(reading)]
    return one_main(stages)


def one_main(stages: list[Stage]) -> list[Stage]:
    """One button a page: the first thing waited for. What else may be done stays a link."""
    first = next((stage for stage in stages if any(step.main for step in stage.steps)), None)
    return [
        stage
        if stage is first
        else replace(stage, steps=tuple(replace(step, main=False) for step in stage.steps))
        for stage in stages
    ]


def report(reading: Reading) -> Stage:
    incident = reading.incident
    unsafe = incident.unsafe_now and incident.made_safe_at is None
    gaps = [incident_rules.says_how_made_safe] if unsafe and _open(incident) else []
    steps, who = _offer(
        reading, "Record that people are safe", "incidents:make_safe", P.INCIDENT_STABILISE
    )
    return Stage(
        "Report",
        "blocked" if gaps else "done",
        "People may be unsafe" if gaps else "Reported",
        at=when(incident.reported_at),
        clock=_clock(reading, "report"),
        summary=_made_safe(incident),
        missing=_asked(gaps),
        steps=steps if gaps else (),
        who=who if gaps else "",
    )


def _made_safe(incident: Any) -> str:
    if incident.made_safe_at is None:
        return ""
    by = incident.made_safe_by.name
    return f"Made safe {when(incident.made_safe_at)} by {by}: {incident.made_safe_how}"


def triage(reading: Reading) -> Stage:
    incident, decision = reading.incident, reading.triage
    if decision is not None:
        return Stage(
            "Triage",
            "done",
            decision.get_tier_display(),
            href=_to("incidents:decisions", incident),
            owner=decision.decided_by.name,
            at=when(decision.decided_at),
            clock=_clock(reading, "triage"),
            summary=f"{decision.category.name}. {decision.why}",
            missing=tuple(_waits_for(reading, one) for one in _follow_ups(reading)),
            steps=_triage_steps(reading),
        )
    if not _open(incident):
        return Stage("Triage", "not_needed", "Not triaged here")
    steps, who = _offer(reading, "Triage this incident", "incidents:triage", P.INCIDENT_TRIAGE)
    if not incident.placed:
        steps, who = _offer(reading, "Place it with a team", "incidents:place", P.INCIDENT_PLACE)
    return Stage(
        "Triage",
        "current",
        "Waits for triage",
        owner=_owner(reading, "triage"),
        clock=_clock(reading, "triage"),
        missing=_asked(_triage_gaps(incident)),
        steps=steps,
        who=who,
    )


FOLLOW_UPS = {
    "clinical_review": ("Record the clinical review", "incidents:clinical_review"),
    "partner_acknowledgement": ("Record that the partner was told", "incidents:partner"),
}


def _follow_ups(reading: Reading) -> list[Any]:
    """The clocks of what a yes at triage asked for and nobody has done yet."""
    return [one for one in reading.clocks if one.kind in FOLLOW_UPS and one.ended_at is None]


def _waits_for(reading: Reading, clock: Any) -> str:
    due = f", due {until(clock.due_at, reading.now)}" if clock.due_at else ""
    return f"{clock.label}: waits for {owner_words(clock) or 'someone'}{due}."


def _triage_steps(reading: Reading) -> tuple[Step, ...]:
    incident = reading.incident
    steps: list[Step] = []
    if not _open(incident):
        return ()
    if reading.may(P.INCIDENT_ADD):
        offered = [FOLLOW_UPS[one.kind] for one in _follow_ups(reading)]
        steps += [Step(words, _to(name, incident)) for words, name in offered]
    if reading.may(P.INCIDENT_TRIAGE):
        steps.append(Step("Triage again", _to("incidents:triage", incident)))
    return tuple(steps)


def _triage_gaps(incident: Any) -> list[Rule]:
    if not incident.placed:
        return [triage_rules.is_placed]
    done_at_once = list(incident.immediate_actions.all())
    return [
        triage_rules.says_which_category,
        *([] if done_at_once else [triage_rules.says_what_was_done]),
        triage_rules.answers_four_questions,
        triage_rules.chooses_tier,
    ]


def stabilise(reading: Reading) -> Stage:
    row, incident = reading.stabilisation, reading.incident
    if row.signed_off_at is not None:
        return Stage(
            "Stabilise",
            "done",
            "Signed off",
            href=_to("incidents:stabilise", incident),
            owner=row.leader.name if row.leader else "",
            at=when(row.signed_off_at),
            clock=_clock(reading, "stabilise"),
        )
    if not _open(incident):
        return Stage("Stabilise", "not_needed", "Not signed off")
    gaps = (triage_rules.three_parts_are_done, triage_rules.support_is_recorded)
    steps, who = _offer(reading, "Open the checklist", "incidents:stabilise", P.INCIDENT_STABILISE)
    return Stage(
        "Stabilise",
        "current",
        "Not signed off yet",
        href=_to("incidents:stabilise", incident),
        owner=row.leader.name if row.leader else _owner(reading, "stabilise"),
        clock=_clock(reading, "stabilise"),
        missing=_sentences(broken(gaps, incident, {})),
        steps=steps,
        who=who,
    )


def openness(reading: Reading) -> Stage:
    facts, incident = reading.openness, reading.incident
    complete = not facts.missing
    state = "done" if complete else _state(reading, Status.REPORTED)
    steps: tuple[Step, ...] = ()
    who = ""
    if not complete and _open(incident):
        steps = _steps(reading.may(P.INCIDENT_ADD), "Record openness", facts.link)
        who = "" if steps else who_can(P.INCIDENT_ADD)
    return Stage(
        "Openness",
        state,
        facts.state,
        href=facts.link,
        owner=facts.owner or ("" if complete else _owner(reading, "openness")),
        clock=_clock(reading, "openness"),
        summary="The engagement log says who was spoken to." if facts.engaged else "",
        missing=_sentences(facts.missing) if _open(incident) else (),
        steps=steps,
        who=who,
    )


CASE_GAPS = {
    CaseStatus.CONCERN: safeguarding_rules.referral_says_to_whom,
    CaseStatus.REFERRED: safeguarding_rules.acknowledgement_names_someone,
    CaseStatus.ACKNOWLEDGED: safeguarding_rules.decision_has_reasons,
    CaseStatus.DECIDED: safeguarding_rules.closes_with_outcome,
}


def safeguarding(reading: Reading) -> Stage:
    case, incident = reading.case, reading.incident
    href = _to("incidents:safeguarding", incident)
    if case.status == CaseStatus.CLOSED:
        return Stage("Safeguarding", "done", "Closed", href, "", when(case.closed_at))
    steps, who = _offer(reading, "Open the case", "incidents:safeguarding", P.SAFEGUARDING_MANAGE)
    return Stage(
        "Safeguarding",
        "current",
        case.get_status_display(),
        href=href,
        owner=_owner(reading, "safeguarding"),
        clock=_clock(reading, "safeguarding"),
        summary=f"Lead agency: {case.get_lead_agency_display().lower()}.",
        missing=_asked([CASE_GAPS[CaseStatus(case.status)]]),
        steps=steps,
        who=who,
    )


def review(reading: Reading) -> Stage:
    facts = reading.review
    if facts.standing == "none" and not _reached(reading, Status.TRIAGED):
        return Stage("Review", *_not_yet(reading, "After triage"))
    if facts.standing == "none" and not _open(reading.incident):
        return Stage("Review", "not_needed", "No review here")
    waits = facts.standing != "done" and _open(reading.incident)
    signing = any(gap.code == signed_off_by_another.code for gap in facts.missing)
    permission = P.REVIEW_SIGN_OFF if signing else P.REVIEW_CONDUCT
    words = "Read the review and sign it off" if signing else "Work on the review"
    works = reading.may(permission)
    return Stage(
        "Review",
        "done" if facts.standing == "done" else _state(reading, Status.TRIAGED),
        facts.state,
        href=facts.link,
        owner=facts.owner or _owner(reading, "review"),
        clock=_clock(reading, "review"),
        missing=_sentences(facts.missing) if waits else (),
        steps=_steps(waits and works, words, facts.link),
        who=who_can(permission) if waits and not works else "",
    )


def actions(reading: Reading) -> Stage:
    facts = reading.actions
    if not facts.recorded and not _reached(reading, Status.IN_REVIEW):
        return Stage("Actions", *_not_yet(reading, "After the review"))
    if not facts.recorded and not _open(reading.incident):
        return Stage("Actions", "not_needed", "No actions here")
    complete = bool(facts.recorded) and not facts.missing
    waits = not complete and _open(reading.incident)
    agrees = reading.may(P.ACTION_AGREE)
    return Stage(
        "Actions",
        "done" if complete else _state(reading, Status.IN_REVIEW),
        facts.state,
        href=facts.link,
        owner=facts.owner,
        clock=_clock(reading, "actions"),
        summary=f"{plural(facts.overdue, 'action is', 'actions are')} overdue."
        if facts.overdue
        else "",
        missing=_sentences(facts.missing) if waits else (),
        steps=_steps(waits and agrees, "Open the actions", facts.link),
        who=who_can(P.ACTION_AGREE) if waits and not agrees else "",
    )


def verification(reading: Reading) -> Stage:
    facts = reading.verification
    if facts.standing == "none":
        if _open(reading.incident):
            return Stage("Verification", *_not_yet(reading, "After the actions"))
        return Stage("Verification", "not_needed", "Nothing was verified")
    waits = not facts.proven and _open(reading.incident)
    works = reading.may(P.VERIFICATION_WORK)
    return Stage(
        "Verification",
        "done" if facts.proven else _state(reading, Status.ACTING),
        facts.state,
        href=facts.link,
        owner=facts.owner,
        clock=_clock(reading, "verification"),
        missing=_sentences(facts.missing) if waits else (),
        proven=facts.proven,
        steps=_steps(waits and works, "Open the verification", facts.link),
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
    steps, who = _offer(reading, "Close as verified", "incidents:close", P.INCIDENT_CLOSE)
    return Stage(
        "Learning and closing",
        "current" if verifying else "waiting",
        "Ready to close as verified" if closes else "Not yet",
        clock=_clock(reading, "learning") if waiting else None,
        summary="The reporter waits to hear from us." if waiting else "",
        missing=_sentences(gaps) if verifying else (),
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


def _open(incident: Any) -> bool:
    return incident.status in ORDER


def _reached(reading: Reading, status: Status) -> bool:
    """Whether the incident is at this status or further along."""
    if not _open(reading.incident):
        return True
    return ORDER.index(Status(reading.incident.status)) >= ORDER.index(status)


def _state(reading: Reading, since: Status) -> str:
    """Current once the thread is there, waiting before, not needed once it has ended."""
    if not _open(reading.incident):
        return "not_needed"
    return "current" if _reached(reading, since) else "waiting"


def _not_yet(reading: Reading, words: str) -> tuple[str, str]:
    return ("waiting", words) if _open(reading.incident) else ("not_needed", "Not needed")


def _clock(reading: Reading, stage: str) -> Clock | None:
    found = reading.clock_of(stage)
    return clock_shown(found, reading.now) if found is not None else None


def _owner(reading: Reading, stage: str) -> str:
    """Who the stage waits for: a name, or the role that answers for it."""
    found = reading.clock_of(stage)
    if found is None:
        return ""
    return owner_words(found)


def owner_words(clock: Any) -> str:
    """The person a clock waits for, or the role."""
    if clock.owner is not None:
        return str(clock.owner.name)
    role = ROLES.get(clock.owner_role)
    return role.label if role else ""


def _offer(
    reading: Reading, words: str, name: str, permission: Permission
) -> tuple[tuple[Step, ...], str]:
    """The main step for those who may, else who can."""
    if reading.may(permission):
        return (Step(words, _to(name, reading.incident), main=True),), ""
    return (), who_can(permission)


def _steps(offered: bool, words: str, href: str) -> tuple[Step, ...]:
    return (Step(words, href, main=True),) if offered and href else ()


def _asked(rules: Iterable[Rule]) -> tuple[str, ...]:
    return _sentences(Refusal(one.code, one.refusal) for one in rules)


def _sentences(refusals: Iterable[Refusal]) -> tuple[str, ...]:
    return tuple(
        format_html('{} <span class="gt-code">{}</span>', one.sentence, one.code)
        for one in refusals
    )


def _to(name: str, incident: Any) -> str:
    return reverse(name, args=[incident.reference])


def clock_of_triage(incident: Any) -> Clock | None:
    """The triage clock, for the page of triage."""
    found = of_subject(incident).filter(kind="triage").order_by("-starts_at").first()
    return clock_shown(found) if found is not None else None
