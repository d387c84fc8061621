"""What a review leads to: an action, its evidence, how it was told, and its verification."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from goldthread.demo.moments import later
from goldthread.demo.provider import provider
from goldthread.demo.reports import Composed
from goldthread.demo.scenarios import Change
from goldthread.demo.scripts import Action, Evidence, Review, Round, Verification
from goldthread.demo.words import word

# The instrument that checks a theme, with how many criteria it has; others are observed.
INSTRUMENTS = {
    "unclear_escalation_thresholds": ("escalation_file_audit", 2),
    "follow_up_after_non_contact": ("missed_contact_audit", 2),
    "safeguarding_uncertainty": ("safeguarding_case_audit", 3),
    "restriction_not_reviewed": ("restriction_file_audit", 6),
    "inconsistent_care_planning": ("care_plan_check", 2),
}
SMALL_SAMPLE = 8  # in which one failure would miss a standard of 90 per cent
OBSERVED = ("practice_observation", 1)
STRENGTHS = {
    "strong": "It changes the system so that the right thing happens by itself.",
    "medium": "It helps people to do the right thing and can be seen in use.",
    "weak": "A first step while something stronger is designed.",
}


def action_of(
    rng: random.Random, composed: Composed, review: Review, stage: str, now: dt.datetime
) -> Action:
    """The one action of an ordinary review, as far as its stage and the calendar allow."""
    change = next(one for one in composed.scenario.changes if one.title == review.this_week)
    assert review.submitted_at and review.signed_off_at  # noqa: S101 - the caller's own condition
    owner = provider().manager_of(composed.report.team).code
    agreed = max(review.submitted_at, review.signed_off_at)
    action = Action(
        title=change.title[:180],
        change=f"{change.title}. Everyone who works here sees and uses it from the day it goes live.",
        owner=owner,
        by="okonjara",
        measure=change.measure,
        strength=change.strength,
        strength_reason=STRENGTHS[change.strength],
        weak_reason=STRENGTHS["weak"] if change.strength == "weak" else "",
        route=change.route,
        artefact=change.title[:120],
        partner="Osmerley council, adult social care" if change.route == "interface" else "",
        at=agreed,
        due_on=agreed.date() + dt.timedelta(days=rng.randint(12, 45)),
        verification=_plan(rng, composed, agreed),
    )
    if stage == "acting":
        return action
    return _done(rng, action, change, stage, now)


def _plan(rng: random.Random, composed: Composed, agreed: dt.datetime) -> Verification:
    instrument, criteria = INSTRUMENTS.get(composed.scenario.theme, OBSERVED)
    audited = instrument != OBSERVED[0]
    size = rng.choice((8, 10)) if audited else 6
    first = agreed.date() + dt.timedelta(days=rng.randint(50, 70))
    return Verification(
        method="file_sample" if audited else "observation",
        measure=rng.choice(composed.scenario.changes).measure,
        standard=90 if audited else 80,
        verifier=rng.choice(("hollinsgrave", "patelkari", "castellow")),
        instrument=instrument,
        frame=size * rng.randint(2, 4),
        seed=rng.randint(1, 999_999),
        rounds=(Round(first, size, (size,) * criteria),),
    )


def _done(
    rng: random.Random, action: Action, change: Change, stage: str, now: dt.datetime
) -> Action:
    live = later(rng, action.at, 5, 25)
    told = later(rng, live, 0.5, 5)
    if told >= now:
        return action
    of = rng.randint(9, 30)
    action = replace(
        action,
        implemented_at=live,
        in_place=word(rng, "in_place"),
        evidence=(evidence(rng, change, live),),
        communicated_at=told,
        told_who=word(rng, "told_who"),
        told_way=rng.choice(("team_meeting", "supervision", "huddle", "bulletin")),
        reached=of - rng.choice((0, 0, 1, 2, 3)),
        of=of,
    )
    return _verified(rng, action, now) if stage == "closed_verified" else action


def _verified(rng: random.Random, action: Action, now: dt.datetime) -> Action:
    assert action.communicated_at is not None  # noqa: S101 - set by the caller
    plan = action.verification
    first = plan.rounds[0]
    done = later(rng, action.communicated_at, 14, 40)
    concluded = later(rng, done, 0.5, 6)
    if concluded >= now:
        return action
    fails = rng.choices((0, 1), (60, 40))[0] if first.size != SMALL_SAMPLE else 0
    met = (first.size - fails,) * len(first.met)
    early = rng.random() < 0.4
    return replace(
        action,
        verification=replace(
            plan,
            rounds=(Round(done.date(), first.size, met, done_at=done),),
            concluded_at=concluded,
            outcome="effective",
            practice_changed="yes",
            practice_words=word(rng, "practice_yes", met=min(met), of=first.size),
            repeat_risk_fell="too_early" if early else "yes",
            repeat_words=word(rng, "repeat_early" if early else "repeat_yes"),
        ),
    )


def evidence(rng: random.Random, change: Change, live: dt.datetime) -> Evidence:
    """Evidence of a type that fits the route, with the fields that the type needs."""
    day = live.date().isoformat()
    version = rng.randint(1, 6)
    kinds: dict[str, tuple[str, dict[str, str]]] = {
        "template": (
            "template",
            {
                "title": change.title[:100],
                "version_before": str(version),
                "version_after": str(version + 1),
                "live_on": day,
            },
        ),
        "supervision": (
            "supervision_record",
            {"supervisor": "Team manager", "held_on": day, "discussed": change.title},
        ),
        "competency_check": (
            "competency_check",
            {
                "assessor": "Senior practitioner",
                "assessed": "Team, one at a time",
                "result": "competent",
                "held_on": day,
            },
        ),
        "training": (
            "training_attendance",
            {"title": change.title[:100], "held_on": day, "attended": "18", "eligible": "21"},
        ),
        "pathway": (
            "pathway_document",
            {"title": change.title[:100], "version": str(version), "live_on": day},
        ),
        "interface": (
            "interface_agreement",
            {
                "partner": "Osmerley council, adult social care",
                "agreed_on": day,
                "agreed": change.title,
            },
        ),
    }
    usual = (
        "process_change",
        {"before": "Each worker did it in their own way.", "after": change.title, "live_on": day},
    )
    kind, fields = kinds.get(change.route, usual)
    return Evidence(live - dt.timedelta(minutes=20), kind, fields)
