"""Playing verification: samples drawn, cases read, rounds finished, the two verdicts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from goldthread import defaults
from goldthread.access.models import User
from goldthread.demo.playing.world import World
from goldthread.demo.scripts import Round, Verification
from goldthread.domain.actions.models import Action as ActionRecord
from goldthread.domain.verification import operations as verification
from goldthread.domain.verification.frames import CASE, Frame
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.models import Round as RoundRecord
from goldthread.domain.verification.queries import baseline_of, counted_here, rounds_of
from goldthread.domain.verification.terms import (
    Denominator,
    Direction,
    EffectVerdict,
    FrameSource,
    RepeatRisk,
    RoundKind,
)

BASELINE_DAYS = 182
PLACES = ("morning handover", "daily huddle", "afternoon clinic", "home visit", "duty desk")


def plan_of(action: ActionRecord) -> Plan:
    """The plan that was made when the action was agreed."""
    return Plan.objects.select_related("action", "instrument_version").get(action=action)


def measure_baseline(world: World, told: Verification, action: ActionRecord) -> None:
    """Measure the baseline where the script has one."""
    if told.baseline is None or told.baseline.done_at is None:
        return
    plan = plan_of(action)
    row = baseline_of(plan)
    assert row is not None  # noqa: S101 - a re-audit is planned with its baseline
    _work(world, told, plan, row, told.baseline)


def check(world: World, told: Verification, action: ActionRecord) -> None:
    """Work the rounds that are done and, where the script concludes, give both verdicts."""
    plan = plan_of(action)
    rows = rounds_of(plan, RoundKind.ROUND)
    for scripted, row in zip(told.rounds, rows, strict=False):
        if scripted.done_at is not None:
            _work(world, told, plan, row, scripted)
    if told.concluded_at is not None:
        _conclude(world, told, plan)


def _conclude(world: World, told: Verification, plan: Plan) -> None:
    """Practice by the sample; repeat risk by what was reported before and since the change."""
    assert told.concluded_at is not None  # noqa: S101 - the caller's own condition
    plan = plan_of(plan.action)
    fell = told.repeat_risk_fell == "yes" and _measured(world, told, plan) == EffectVerdict.IMPROVED
    verification.conclude(
        plan,
        practice_changed=told.practice_changed,
        repeat_risk=RepeatRisk.FELL if fell else RepeatRisk.CANNOT_TELL,
        reason=f"{told.practice_words} {told.repeat_words}",
        by=world.staff[told.verifier],
        at=told.concluded_at,
    )


def register(world: World, told: Verification, action: ActionRecord, at: dt.datetime) -> None:
    """Write down before the change what is measured, by whoever agreed the action."""
    day = at.date()
    verification.register_measure(
        plan_of(action),
        verification.Measure(
            measure="Incidents like this one",
            event="An incident of the same themes reported in this service, duplicates left out.",
            denominator=Denominator.MONTHS,
            direction=Direction.DECREASE,
            baseline_from=day - dt.timedelta(days=BASELINE_DAYS),
            baseline_until=day,
            check_on=max(told.rounds[-1].due_on, day + dt.timedelta(days=30)),
        ),
        by=world.staff[told.verifier],
        at=at,
    )


def _measured(world: World, told: Verification, plan: Plan) -> str:
    """The verdict on repeats, from what the product itself counted until the day."""
    assert told.concluded_at is not None  # noqa: S101 - the caller's own condition
    found = counted_here(plan, told.concluded_at.date())
    if found is None or not found.months_since:
        return ""
    effect = verification.record_effect(
        plan,
        found.before,
        found.months_before,
        found.since,
        found.months_since,
        "Incidents of the same themes in this service, as Goldthread counted them.",
        world.staff[told.verifier],
        after_until=told.concluded_at.date(),
        at=told.concluded_at,
    )
    return effect.verdict


def _work(world: World, told: Verification, plan: Plan, row: RoundRecord, scripted: Round) -> None:
    assert scripted.done_at is not None  # noqa: S101 - the caller's own condition
    by = world.staff[told.verifier]
    begun = scripted.done_at - dt.timedelta(hours=3)
    marks = list(_marks(told.instrument, scripted, begun.date()))
    if told.method == "observation":
        for number, answers in enumerate(marks):
            verification.observe(row, PLACES[number % len(PLACES)], answers, by=by, at=begun)
    else:
        _read_files(told, row, scripted, marks, by, begun)
    verification.finish_round(row, by=by, at=scripted.done_at)


def _read_files(
    told: Verification,
    row: RoundRecord,
    scripted: Round,
    marks: list[dict[str, str]],
    by: User,
    at: dt.datetime,
) -> None:
    many = max(told.frame, scripted.size)
    rows = tuple({CASE: f"File {100 + told.seed % 700 + n}"} for n in range(many))
    frame = Frame(rows, FrameSource.PASTED, "Everyone in the cohort on the day of the draw")
    seed = f"{told.seed}-{row.kind}-{row.number}"
    drawn = verification.draw_sample(
        row, frame, by=by, size=scripted.size, seed=seed, read_twice=0, at=at
    )
    for case, answers in zip(drawn.cases.order_by("number"), marks, strict=True):
        verification.check_case(case, answers, by=by, at=at)


@cache
def _instrument(code: str) -> dict[str, Any]:
    return next(one for one in defaults.instruments() if one["code"] == code)


def _marks(code: str, scripted: Round, day: dt.date) -> list[dict[str, str]]:
    """Answers for each case, so that as many meet each criterion as the script says.

    Where several criteria are not met they are not met by the same cases.
    """
    instrument = _instrument(code)
    of = scripted.of or (scripted.size,) * len(scripted.met)
    cases = []
    for number in range(scripted.size):
        answers = _usual(instrument, day)
        for criterion, met, applies in zip(instrument["criteria"], scripted.met, of, strict=True):
            _answer(
                answers,
                criterion,
                instrument,
                applies=number < applies,
                met=number >= applies - met,
            )
        cases.append(answers)
    return cases


def _usual(instrument: dict[str, Any], day: dt.date) -> dict[str, str]:
    """An ordinary answer to every question."""
    answers = {}
    for section in instrument["sections"]:
        for question in section["questions"]:
            answers[question["id"]] = _ordinary(question, day)
    return answers


def _ordinary(question: dict[str, Any], day: dt.date) -> str:
    if question["type"] in ("choice", "scale"):
        return str(question["options"][0]["code"])
    moment = dt.datetime.combine(day - dt.timedelta(days=9), dt.time(12))
    return {
        "yes_no": "yes",
        "yes_no_na": "yes",
        "date": day.isoformat(),
        "datetime": moment.isoformat(timespec="minutes"),
        "number": "1",
    }.get(question["type"], "" if question.get("optional") else "Part of the ordinary day.")


def _answer(
    answers: dict[str, str],
    criterion: dict[str, Any],
    instrument: dict[str, Any],
    *,
    applies: bool,
    met: bool,
) -> None:
    condition = criterion.get("applies_when")
    if condition and not applies:
        answers[condition["question"]] = "no" if condition["is"] == "yes" else "yes"
    asked = criterion["questions"]
    if criterion["met_when"] == "all_yes" and not met:
        answers[asked[0]] = "no"
    elif criterion["met_when"] == "at_or_before":
        due = dt.datetime.fromisoformat(answers[asked[0]])
        done = due + dt.timedelta(hours=-3 if met else 29)
        answers[asked[1]] = done.isoformat(timespec="minutes")
    elif criterion["met_when"] == "equals":
        answers[asked[0]] = criterion["value"] if met else _other(criterion, instrument)


def _other(criterion: dict[str, Any], instrument: dict[str, Any]) -> str:
    """An answer that does not meet the criterion and does not leave the case out."""
    questions = {q["id"]: q for s in instrument["sections"] for q in s["questions"]}
    codes = [option["code"] for option in questions[criterion["questions"][0]]["options"]]
    taken = (criterion["value"], criterion.get("leave_out"))
    return next(str(code) for code in codes if code not in taken)
