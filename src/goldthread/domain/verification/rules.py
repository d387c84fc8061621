"""Rules of verification. VER."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goldthread.domain.actions.terms import Method
from goldthread.domain.verification.models import Plan
from goldthread.domain.verification.queries import rounds_of
from goldthread.domain.verification.terms import (
    EffectVerdict,
    Next,
    Outcome,
    PracticeChanged,
    RepeatRisk,
    RoundKind,
    Shown,
)
from goldthread.workflow.rules import Facts, rule


@rule(
    "VER-01",
    "Whoever verifies does not own the action",
    refusal="You own this action, so someone else has to verify it.",
)
def verifier_is_not_owner(plan: Plan, facts: Facts) -> bool:
    by = facts["by"]
    return by is None or isinstance(by, str) or by.pk != plan.action.owner_id


@rule(
    "VER-02",
    "A plan by files or observation names its instrument",
    refusal="Choose the instrument. The same one is used at the baseline and after the change.",
    field="instrument",
)
def names_instrument(plan: Plan, _: Facts) -> bool:
    return plan.method == Method.TREND or plan.instrument_version is not None


@rule(
    "VER-03",
    "A sample is drawn from a list by someone who does not own the action",
    refusal="Draw the sample from the whole list of cases.",
    field="frame",
)
def has_frame(_: Plan, facts: Facts) -> bool:
    return bool(facts.get("frame_size"))


@rule(
    "VER-04",
    "A sample is drawn once",
    refusal="This round already has its sample. It is not drawn again, so that nobody can "
    "choose a kinder one.",
)
def not_drawn_before(_: Plan, facts: Facts) -> bool:
    return facts["round"].drawn_at is None and facts["round"].done_at is None


@rule(
    "VER-05",
    "A round is done when every case is checked",
    refusal="Some cases of this round are not checked yet. Check them, or say why one could not "
    "be found.",
)
def every_case_checked(_: Plan, facts: Facts) -> bool | str:
    left = facts["open_cases"]
    if facts["cases"] == 0:
        return "Nothing was checked in this round yet."
    return True if not left else f"{left} of {facts['cases']} cases are still to be checked."


@rule(
    "VER-06",
    "A case is checked once, and again only as a second reading",
    refusal="This case was already checked. Correct the answers there, or read it a second time.",
)
def not_checked_before(_: Plan, facts: Facts) -> bool:
    return facts["case"].response_id is None


@rule(
    "VER-07",
    "Both verdicts are given, with the reason",
    refusal="Give both verdicts and the reason for them.",
    field="reason",
)
def both_verdicts_given(_: Plan, facts: Facts) -> bool:
    return (
        facts["practice_changed"] in PracticeChanged.values
        and facts["repeat_risk"] in RepeatRisk.values
        and bool(facts["reason"].strip())
    )


@rule(
    "VER-08",
    "Practice is called changed only when every planned round is done",
    refusal="Some planned rounds are not done yet. Until then the first verdict can only be "
    "“cannot tell yet” or “no”.",
    field="practice_changed",
)
def rounds_are_done(plan: Plan, facts: Facts) -> bool:
    if facts["practice_changed"] not in (PracticeChanged.YES, PracticeChanged.PARTLY):
        return True
    done = [row for row in rounds_of(plan, RoundKind.ROUND) if row.done_at is not None]
    return len(done) >= plan.rounds_planned


@rule(
    "VER-09",
    "Practice is called changed only when the result meets the standard",
    refusal="The result does not meet the standard, so practice cannot be called changed.",
    field="practice_changed",
)
def result_meets_standard(plan: Plan, facts: Facts) -> bool | str:
    if facts["practice_changed"] != PracticeChanged.YES or plan.method == Method.TREND:
        return True  # a trend has no cases: VER-12 judges it
    found = facts["result"]
    if found.shown in (Shown.SHOWN, Shown.MET_IN_SAMPLE):
        return True
    return f"{found.sentence}. So practice cannot be called changed."


@rule(
    "VER-10",
    "Repeat risk is called as the recorded effect allows",
    refusal="No effect is recorded that shows it, so repeat risk cannot be called lower. Record "
    "the figures before and after the change, or choose “too early or too few to tell”.",
    field="repeat_risk",
)
def repeat_risk_follows_the_effect(_: Plan, facts: Facts) -> bool | str:
    said, effect = facts["repeat_risk"], facts["effect"]
    if said == RepeatRisk.CANNOT_TELL:
        return True
    if effect is None:
        return said != RepeatRisk.FELL
    if effect.verdict == EffectVerdict.TOO_FEW:
        return (
            f"{effect.sentence} So the second verdict can only be “too early or too few to tell”."
        )
    if said == RepeatRisk.FELL and effect.verdict != EffectVerdict.IMPROVED:
        return f"{effect.sentence} So repeat risk cannot be called lower."
    return True


@rule(
    "VER-11",
    "What is not shown to be effective has a next step",
    refusal="Choose what follows: reopen the action, agree a stronger one, or check another round.",
    field="next_step",
)
def has_next_step(_: Plan, facts: Facts) -> bool | str:
    outcome, step, due = facts["outcome"], facts["next_step"], facts["next_due_on"]
    if outcome == Outcome.EFFECTIVE:
        return True
    if outcome == Outcome.CANNOT_TELL and step != Next.MORE_ROUNDS:
        return "It is too early to tell: plan another round, and give its day."
    if outcome != Outcome.CANNOT_TELL and step not in (Next.REOPEN, Next.NEW_ACTION):
        return "It did not work as hoped: reopen the action, or agree a stronger one."
    if step == Next.NEW_ACTION:
        return True
    if due is None or due < timezone.localdate(facts["at"]):
        return "Give the day for the next step. It cannot be in the past."
    return True


@rule(
    "VER-12",
    "A trend is judged by its recorded effect",
    refusal="A trend is judged by its figures before and after the change, and none are recorded. "
    "Until they are, the first verdict can only be “cannot tell yet” or “no”.",
    field="practice_changed",
)
def trend_follows_its_effect(plan: Plan, facts: Facts) -> bool | str:
    said, effect = facts["practice_changed"], facts["effect"]
    if plan.method != Method.TREND or said == PracticeChanged.CANNOT_TELL:
        return True
    claims = said in (PracticeChanged.YES, PracticeChanged.PARTLY)
    if effect is None:
        return not claims
    if effect.verdict == EffectVerdict.TOO_FEW:
        return f"{effect.sentence} So the first verdict can only be “cannot tell yet”."
    if claims and effect.verdict != EffectVerdict.IMPROVED:
        return f"{effect.sentence} So practice cannot be called changed."
    return True


@rule(
    "VER-13",
    "An observation says who was seen doing what, and where",
    refusal="Say where this was seen. No names of people are needed.",
    field="setting",
)
def observation_says_where(plan: Plan, facts: Facts) -> bool:
    return plan.method != Method.OBSERVATION or bool(str(facts.get("setting", "")).strip())


@rule(
    "VER-14",
    "A case that could not be found says why",
    refusal="Say why this case could not be checked.",
    field="reason",
)
def unavailable_has_reason(_: Plan, facts: Facts) -> bool:
    return bool(str(facts.get("reason", "")).strip())


@rule(
    "VER-15",
    "A re-audit has its baseline before the change goes live",
    refusal="A re-audit needs a baseline. It was not measured before the change went live, so "
    "practice cannot be compared: choose “cannot tell yet” or “no”.",
    field="practice_changed",
)
def re_audit_has_baseline(plan: Plan, facts: Facts) -> bool:
    claims = facts["practice_changed"] in (PracticeChanged.YES, PracticeChanged.PARTLY)
    if plan.method != Method.RE_AUDIT or not claims:
        return True
    baseline: Any = facts["baseline"]
    return baseline is not None and baseline.done_at is not None


@rule(
    "VER-16",
    "Checking begins when the action is complete",
    refusal="The change is not complete yet. Only the baseline can be measured before it.",
)
def is_time_to_check(plan: Plan, facts: Facts) -> bool:
    return facts["round"].kind == RoundKind.BASELINE or plan.status != "planned"


DRAW_RULES = (verifier_is_not_owner, is_time_to_check, not_drawn_before, has_frame)
CHECK_RULES = (verifier_is_not_owner, is_time_to_check, not_checked_before, observation_says_where)
CONCLUDE_RULES = (
    verifier_is_not_owner,
    both_verdicts_given,
    trend_follows_its_effect,
    rounds_are_done,
    re_audit_has_baseline,
    result_meets_standard,
    repeat_risk_follows_the_effect,
    has_next_step,
)
