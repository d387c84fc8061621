"""The life of a signal: open → accepted or dismissed. Only a person decides."""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.insight.signals import rules
from goldthread.domain.insight.signals.queries import within
from goldthread.domain.insight.signals.terms import Status
from goldthread.workflow.transitions import anyone, transition

RAISE = transition(
    "signal.raise",
    sources=(),
    target=Status.OPEN,
    label="Raise a signal",
    done="A signal is raised.",
    allowed=anyone,
)
GROW = transition(
    "signal.grow",
    sources=(Status.OPEN,),
    target="",
    label="Add what happened since",
    done="The signal says what happened since.",
    allowed=anyone,
)
ACCEPT = transition(
    "signal.accept",
    sources=(Status.OPEN,),
    target=Status.ACCEPTED,
    label="Accept the signal",
    done="Accepted. What follows from it has begun.",
    allowed=within(Permission.SIGNAL_DECIDE),
    rules=(
        rules.says_what_follows,
        rules.review_has_incidents,
        rules.joins_an_open_review,
        rules.action_was_completed,
        rules.follow_up_says_what,
        rules.reopening_has_day,
    ),
)
DISMISS = transition(
    "signal.dismiss",
    sources=(Status.OPEN,),
    target=Status.DISMISSED,
    label="Dismiss the signal",
    done="Dismissed. It does not come back for the same evidence.",
    allowed=within(Permission.SIGNAL_DECIDE),
    rules=(rules.dismissal_has_reason,),
)
