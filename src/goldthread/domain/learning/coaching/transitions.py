"""The lives of a session (held → withdrawn) and of a sitting (safe, or followed up → sat again)."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.learning.coaching import rules
from goldthread.domain.learning.coaching.terms import SessionStatus, SittingStatus
from goldthread.workflow.transitions import anyone, transition


def _leads(scope: Scope) -> Q:
    return scope.q(Permission.COACHING_LEAD)


RECORD = transition(
    "session.record",
    sources=(),
    target=SessionStatus.HELD,
    label="Record a coaching session",
    done="The session is recorded.",
    allowed=anyone,
    rules=(
        rules.uses_published_scenarios,
        rules.has_begun,
        rules.someone_came,
        rules.answers_belong,
        rules.answers_are_whole,
        rules.answered_once,
    ),
)
ANSWER = transition(
    "session.answer",
    sources=(SessionStatus.HELD,),
    target="",
    label="Add an answer",
    done="The answer is added.",
    allowed=_leads,
    rules=(rules.answers_belong, rules.answers_are_whole, rules.answered_once),
)
PROVE = transition(
    "session.prove",
    sources=(SessionStatus.HELD,),
    target="",
    label="Use it as evidence",
    done="The session is evidence of the action.",
    allowed=_leads,
    rules=(rules.competency_is_of_one_who_answered, rules.proves_once),
)
WITHDRAW = transition(
    "session.withdraw",
    sources=(SessionStatus.HELD,),
    target=SessionStatus.WITHDRAWN,
    label="Withdraw the session",
    done="The session is withdrawn. It stays readable and counts for nothing.",
    allowed=_leads,
    rules=(rules.withdrawn_because,),
)
_SITTING = (
    rules.sat_with_another,
    rules.is_a_vignette,
    rules.unsafe_says_what_follows,
    rules.unsafe_says_by_when,
    rules.sitting_has_begun,
    rules.retest_is_the_same,
)
SAT_SAFE = transition(
    "sitting.safe",
    sources=(),
    target=SittingStatus.SAFE,
    label="Record a vignette with a safe decision",
    done="Recorded: a safe decision.",
    allowed=anyone,
    rules=_SITTING,
)
SAT_UNSAFE = transition(
    "sitting.follow_up",
    sources=(),
    target=SittingStatus.FOLLOW_UP,
    label="Record a vignette to be followed up",
    done="Recorded. The follow-up is in your work list.",
    allowed=anyone,
    rules=_SITTING,
)
RETEST = transition(
    "sitting.retest",
    sources=(SittingStatus.FOLLOW_UP,),
    target=SittingStatus.RETESTED,
    label="Sit the vignette again",
    done="Sat again.",
    allowed=_leads,
)
