"""The life of a complaint: received → acknowledged → answered → closed."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.registers.complaints import rules
from goldthread.domain.registers.complaints.terms import OPEN_STATUSES, Status
from goldthread.workflow.transitions import anyone, transition


def _keeps(scope: Scope) -> Q:
    return scope.q(Permission.COMPLAINT_KEEP)


RECEIVE = transition(
    "complaint.receive",
    sources=(),
    target=Status.RECEIVED,
    label="Record a complaint",
    done="The complaint is recorded.",
    allowed=anyone,
    rules=(
        rules.says_who_and_what,
        rules.received_already,
        rules.own_complaint_names_the_person,
    ),
)
ACKNOWLEDGE = transition(
    "complaint.acknowledge",
    sources=(Status.RECEIVED,),
    target=Status.ACKNOWLEDGED,
    label="Record the acknowledgement",
    done="The acknowledgement is recorded.",
    allowed=_keeps,
    rules=(rules.acknowledged_somehow,),
)
LINK = transition(
    "complaint.link",
    sources=OPEN_STATUSES,
    target="",
    label="Link to an incident",
    done="The complaint is linked to the incident.",
    allowed=_keeps,
    rules=(rules.not_linked_yet,),
)
ANSWER = transition(
    "complaint.answer",
    sources=(Status.ACKNOWLEDGED,),
    target=Status.ANSWERED,
    label="Record the answer",
    done="The answer is recorded.",
    allowed=_keeps,
    rules=(rules.answered_with_consent, rules.answer_says_what_was_upheld),
)
CLOSE = transition(
    "complaint.close",
    sources=(Status.ANSWERED,),
    target=Status.CLOSED,
    label="Close with what was learnt",
    done="The complaint is closed, with what was learnt.",
    allowed=_keeps,
    rules=(rules.closes_with_learning,),
)
