"""The life of a verification plan: planned → running → concluded → sustained or relapsed."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import within
from goldthread.domain.verification import measuring_rules, rules
from goldthread.domain.verification.terms import Status
from goldthread.workflow.transitions import anyone, transition


def working(scope: Scope) -> Q:
    """Verifiers of the place, and the person named as verifier who may open the incident."""
    held = within(Permission.VERIFICATION_WORK, "incident__")(scope)
    if scope.user is None:
        return held
    return held | (Q(verifier=scope.user) & within(Permission.INCIDENT_ADD, "incident__")(scope))


def planning(scope: Scope) -> Q:
    """Whoever plans verification here, and those who agree actions."""
    plans = within(Permission.VERIFICATION_PLAN, "incident__")(scope)
    return plans | within(Permission.ACTION_AGREE, "incident__")(scope)


def measuring(scope: Scope) -> Q:
    """Whoever plans verification here, and its verifiers."""
    return planning(scope) | working(scope)


OPEN = (Status.PLANNED, Status.RUNNING)

MAKE_PLAN = transition(
    "verification.plan",
    sources=(),
    target=Status.PLANNED,
    label="Plan verification",
    done="The verification is planned.",
    allowed=anyone,
)
CHANGE_PLAN = transition(
    "verification.change_plan",
    sources=(Status.PLANNED,),
    target="",
    label="Save the plan",
    done="The plan is saved.",
    allowed=planning,
    rules=(
        rules.names_instrument,
        rules.verifier_is_not_owner,
        measuring_rules.plan_stands_once_live,
    ),
)
REGISTER_MEASURE = transition(
    "verification.register_measure",
    sources=OPEN,
    target="",
    label="Register the measure",
    done="The measure is registered.",
    allowed=measuring,
    rules=(
        rules.verifier_is_not_owner,
        measuring_rules.measure_is_complete,
        measuring_rules.windows_are_in_order,
        measuring_rules.amendment_has_reason,
    ),
)
RECORD_EFFECT = transition(
    "verification.record_effect",
    sources=(*OPEN, Status.CONCLUDED, Status.SUSTAINED),
    target="",
    label="Record what the figures show",
    done="The effect is recorded.",
    allowed=working,
    rules=(
        rules.verifier_is_not_owner,
        measuring_rules.measure_is_registered,
        measuring_rules.counted_after_the_change,
        measuring_rules.figures_have_a_source,
    ),
)
BEGIN = transition(
    "verification.begin",
    sources=(Status.PLANNED,),
    target=Status.RUNNING,
    label="Begin",
    done="The change is complete. Now it is checked.",
    allowed=anyone,
)
DRAW = transition(
    "verification.draw",
    sources=(*OPEN, Status.CONCLUDED, Status.SUSTAINED),
    target="",
    label="Draw the sample",
    done="The sample is drawn. Its seed and list are kept.",
    allowed=working,
    rules=rules.DRAW_RULES,
)
CHECK = transition(
    "verification.check",
    sources=(*OPEN, Status.CONCLUDED, Status.SUSTAINED),
    target="",
    label="Save this case",
    done="The case is saved.",
    allowed=working,
    rules=rules.CHECK_RULES,
)
LEAVE_OUT = transition(
    "verification.leave_out",
    sources=(*OPEN, Status.CONCLUDED, Status.SUSTAINED),
    target="",
    label="This case could not be checked",
    done="Recorded.",
    allowed=working,
    rules=(rules.verifier_is_not_owner, rules.not_checked_before, rules.unavailable_has_reason),
)
FINISH_ROUND = transition(
    "verification.finish_round",
    sources=(*OPEN, Status.CONCLUDED, Status.SUSTAINED),
    target="",
    label="Finish this round",
    done="The round is done.",
    allowed=working,
    rules=(rules.verifier_is_not_owner, rules.every_case_checked),
)
CONCLUDE = transition(
    "verification.conclude",
    sources=(Status.RUNNING,),
    target=Status.CONCLUDED,
    label="Record the two verdicts",
    done="Both verdicts are recorded.",
    allowed=working,
    rules=rules.CONCLUDE_RULES,
)
CANNOT_TELL = transition(
    "verification.cannot_tell",
    sources=(Status.RUNNING,),
    target="",
    label="Record that it cannot be told yet",
    done="Recorded. Another round is planned.",
    allowed=working,
    rules=rules.CONCLUDE_RULES,
)
RESTART = transition(
    "verification.restart",
    sources=(Status.RUNNING, Status.CONCLUDED, Status.SUSTAINED, Status.RELAPSED),
    target=Status.PLANNED,
    label="Start again",
    done="The action is reopened; it will be verified again.",
    allowed=anyone,
)
SUSTAIN = transition(
    "verification.sustain",
    sources=(Status.CONCLUDED, Status.SUSTAINED),
    target=Status.SUSTAINED,
    label="Record: sustained",
    done="Recorded: the change is sustained.",
    allowed=working,
    rules=(rules.verifier_is_not_owner,),
)
RELAPSE = transition(
    "verification.relapse",
    sources=(Status.CONCLUDED, Status.SUSTAINED),
    target=Status.RELAPSED,
    label="Record: relapsed",
    done="Recorded: the change slipped back.",
    allowed=working,
    rules=(rules.verifier_is_not_owner,),
)
