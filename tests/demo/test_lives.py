"""What follows the reports is possible, in order and varied."""

import datetime as dt
import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from goldthread import defaults
from goldthread.demo.generating import Script, generate
from goldthread.demo.moments import LONDON
from goldthread.demo.provider import provider
from goldthread.demo.scripts import STAGES, Incident
from goldthread.evidence.terms import TYPES

TODAY = dt.date(2026, 11, 21)
NOW = dt.datetime(2026, 11, 21, 8, 30, tzinfo=LONDON)


@cache
def script(seed: int = 7, scale: float = 1.0) -> Script:
    return generate(seed, TODAY, scale)


def incidents() -> tuple[Incident, ...]:
    return script().incidents


def moments_of(incident: Incident) -> list[dt.datetime]:
    """The moments of the main line, in the order in which they must come."""
    report, triage, review = incident.report, incident.triage, incident.review
    line = [report.occurred_at, report.discovered_at, report.reported_at]
    line += [triage.at] if triage else []
    line += [review.at, review.submitted_at, review.signed_off_at] if review else []
    return [one for one in line if one is not None]


def test_the_same_seed_and_day_give_the_same_script():
    assert script(3, 0.05) == generate(3, TODAY, 0.05)
    assert script(3, 0.05) != generate(4, TODAY, 0.05)


def test_every_stage_is_there_and_old_ones_are_mostly_closed():
    stages = Counter(one.stage for one in incidents())
    assert set(stages) == set(STAGES)
    old = [one for one in incidents() if (NOW - one.report.reported_at).days > 150]
    assert sum(one.stage.startswith(("closed", "hist")) for one in old) / len(old) > 0.8


def test_two_reports_are_past_the_breach_of_triage():
    waiting = [
        one
        for one in incidents()
        if one.triage is None
        and dt.timedelta(hours=48) < NOW - one.report.reported_at
        and one.stage == "reported"
    ]
    assert len(waiting) == 2


def test_each_step_comes_after_the_one_before_and_none_is_in_the_future():
    for one in incidents():
        line = moments_of(one)
        assert line == sorted(line), one.key
        assert line[-1] <= NOW
        for action in one.actions:
            done = [action.at, action.implemented_at, action.verification.concluded_at]
            known = [moment for moment in done if moment]
            assert known == sorted(known), one.key
        if one.closure:
            assert max(line) <= one.closure.at <= NOW


def test_some_actions_are_overdue_and_some_implemented_but_not_verified():
    actions = [(one, action) for one in incidents() for action in one.actions]
    overdue = [a for _, a in actions if a.implemented_at is None and a.due_on < TODAY]
    unverified = [a for _, a in actions if a.implemented_at and a.verification.concluded_at is None]
    assert len(overdue) > 5
    assert len(unverified) > 20


def test_the_verifier_never_owns_the_action_and_every_person_is_on_the_staff():
    codes = {one.code for one in provider().staff}
    for one in incidents():
        for action in one.actions:
            assert action.verification.verifier != action.owner
            assert {action.verification.verifier, action.owner} <= codes


def test_evidence_has_the_fields_that_its_type_needs():
    for one in incidents():
        for action in one.actions:
            for item in action.evidence:
                needed = {field.code for field in TYPES[item.type].fields if field.required}
                assert needed <= item.fields.keys(), (one.key, item.type)


def test_rounds_fit_their_instrument():
    criteria = {i["code"]: len(i["criteria"]) for i in defaults.instruments()}
    for one in incidents():
        for action in one.actions:
            plan = action.verification
            for row in (plan.baseline, *plan.rounds):
                if row and row.done_at:
                    assert len(row.met) == criteria[plan.instrument], (one.key, plan.instrument)
                    of = row.of or (row.size,) * len(row.met)
                    assert all(m <= n <= row.size for m, n in zip(row.met, of, strict=True))


def test_the_three_operational_examples_are_there():
    told = {one.story: one for one in incidents() if one.story}
    assert set(told) == {"missed_escalation", "safeguarding_interface", "restrictive_practice"}
    assert told["missed_escalation"].stage == "closed_verified"
    assert told["restrictive_practice"].closure is not None


@pytest.mark.capability(64)
def test_the_missed_escalation_is_sampled_weekly_for_four_weeks():
    story = next(one for one in incidents() if one.story == "missed_escalation")
    days = [row.due_on for row in story.actions[0].verification.rounds]
    assert [(b - a).days for a, b in pairwise(days)] == [7, 7, 7]


def test_the_numbers_in_the_missed_escalation_are_those_of_its_rounds():
    story = next(one for one in incidents() if one.story == "missed_escalation")
    plan = story.actions[0].verification
    met = [sum(row.met[i] for row in plan.rounds) for i in (0, 1)]
    of = [sum(row.of[i] for row in plan.rounds) for i in (0, 1)]
    assert f"{met[0]} of {of[0]} files" in plan.practice_words
    assert f"in {met[1]} of {of[1]}" in plan.practice_words


def test_a_story_happens_on_the_weekday_that_its_words_name_whatever_the_day():
    for today in (TODAY, TODAY + dt.timedelta(days=3)):
        told = {one.story: one for one in generate(7, today, 0.01).incidents if one.story}
        assert told["missed_escalation"].report.occurred_at.weekday() == 5
        assert told["safeguarding_interface"].report.occurred_at.weekday() == 1


def test_no_later_step_of_a_story_is_dated_at_a_weekend_by_accident():
    for one in incidents():
        if one.story:
            assert one.triage and one.triage.at.weekday() < 5, one.story
            for action in one.actions:
                for moment in (action.at, action.implemented_at, action.communicated_at):
                    assert moment is None or moment.weekday() < 5, (one.story, action.title, moment)


def test_a_restricted_incident_names_who_may_see_it():
    restricted = [one for one in incidents() if one.category == "allegation_about_staff"]
    assert restricted
    assert all(one.restricted_to for one in restricted if one.triage)


def test_words_of_later_stages_are_whole():
    for one in incidents():
        if one.triage:
            assert not re.search(r"[{}<>|]", one.triage.why)
        for action in one.actions:
            assert not re.search(r"[{}<>|]", action.verification.practice_words)
