"""The life of an episode: observed → step-up due → stepped up → closed, with monitoring beside it.

A threshold may be met at the first observation, at a later one, or at a re-check. A late step-up
waits for a senior's review before the episode can close.
"""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.registers.escalation.queries.seeing import worked_by
from goldthread.domain.registers.escalation.rules import keeping, working
from goldthread.domain.registers.escalation.terms import CohortStatus, CrisisStatus, Status
from goldthread.workflow.transitions import anyone, transition

WATCHABLE = (Status.OBSERVED, Status.MONITORED)
OPEN = (*WATCHABLE, Status.STEP_UP, Status.DONE)


def _reviews(scope: Scope) -> Q:
    return scope.q(Permission.ESCALATION_REVIEW)


def _logs(scope: Scope) -> Q:
    return scope.q(Permission.ESCALATION_RECORD) & scope.q(Permission.ESCALATION_SEE)


OPEN_EPISODE = transition(
    "escalation.open",
    sources=(),
    target=Status.OBSERVED,
    label="Record what was observed",
    done="Recorded.",
    allowed=anyone,
    rules=(working.observed_already, working.indicator_in_use),
)
OBSERVE = transition(
    "escalation.observe",
    sources=OPEN,
    target="",
    label="Record another sign",
    done="Recorded.",
    allowed=worked_by,
    rules=(working.observed_already, working.indicator_in_use),
)
MEET_THRESHOLD = transition(
    "escalation.meet_threshold",
    sources=(*WATCHABLE, Status.DONE),
    target=Status.STEP_UP,
    label="Record that the threshold is met",
    done="Recorded. The step-up is due.",
    allowed=worked_by,
    rules=(working.threshold_leads_to_step_up,),
)
MEET_AGAIN = transition(
    "escalation.meet_again",
    sources=(Status.STEP_UP,),
    target="",
    label="Record that a further threshold is met",
    done="Recorded. The step-up that is due answers it too.",
    allowed=worked_by,
    rules=(working.threshold_leads_to_step_up,),
)
MONITOR = transition(
    "escalation.monitor",
    sources=(Status.OBSERVED, Status.DONE),
    target=Status.MONITORED,
    label="Decide to monitor",
    done="Recorded. The re-check is due at its time.",
    allowed=worked_by,
    rules=(
        working.monitoring_has_threshold,
        working.monitoring_has_owner,
        working.monitoring_has_recheck,
    ),
)
RECHECK = transition(
    "escalation.recheck",
    sources=(Status.MONITORED,),
    target=Status.OBSERVED,
    label="Record the re-check",
    done="The re-check is recorded.",
    allowed=worked_by,
    rules=(working.recheck_says_what,),
)
STEP_UP = transition(
    "escalation.step_up",
    sources=(Status.STEP_UP,),
    target=Status.DONE,
    label="Record the step-up as done",
    done="The step-up is recorded.",
    allowed=worked_by,
    rules=(working.step_up_says_what, working.step_up_done_between),
)
REVIEW = transition(
    "escalation.review",
    sources=(Status.STEP_UP, Status.DONE),
    target="",
    label="Review the delay",
    done="The rationale and the learning are recorded.",
    allowed=_reviews,
    rules=(
        working.reviewed_once,
        working.review_is_of_a_delay,
        working.reviewed_by_another,
        working.review_has_rationale,
        working.review_has_learning,
    ),
)
LINK = transition(
    "escalation.link",
    sources=(*OPEN, Status.CLOSED),
    target="",
    label="Link to an incident",
    done="The incident and the episode are linked.",
    allowed=worked_by,
    rules=(working.incident_is_ours,),
)
CLOSE = transition(
    "escalation.close",
    sources=(Status.OBSERVED, Status.DONE),
    target=Status.CLOSED,
    label="Close the episode",
    done="The episode is closed.",
    allowed=worked_by,
    rules=(working.delays_are_reviewed, working.ends_with_a_reason),
)
WITHDRAW = transition(
    "escalation.withdraw",
    sources=OPEN,
    target=Status.WITHDRAWN,
    label="Recorded in error",
    done="Taken back, with your reason. It stays on the trail.",
    allowed=worked_by,
    rules=(working.withdrawn_with_a_reason,),
    exceptional=True,
)
LOG_CRISIS = transition(
    "crisis.log",
    sources=(),
    target=CrisisStatus.RECORDED,
    label="Record a crisis",
    done="The crisis is recorded.",
    allowed=anyone,
    rules=(keeping.crisis_happened, keeping.crisis_has_a_stage),
)
WITHDRAW_CRISIS = transition(
    "crisis.withdraw",
    sources=(CrisisStatus.RECORDED,),
    target=CrisisStatus.WITHDRAWN,
    label="Recorded in error",
    done="Taken back, with your reason. It stays on the trail.",
    allowed=_logs,
    rules=(working.withdrawn_with_a_reason,),
    exceptional=True,
)
FREEZE = transition(
    "cohort.freeze",
    sources=(),
    target=CohortStatus.FROZEN,
    label="Freeze the cohort",
    done="The cohort is frozen.",
    allowed=anyone,
    rules=(keeping.cohort_counts_from, keeping.cohort_has_someone),
)
