"""The life of a restriction: proposed → in force → each review → ended. Nothing rolls over."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.registers.restrictions.rules import life, record
from goldthread.domain.registers.restrictions.terms import LIVE, Status
from goldthread.workflow.transitions import anyone, transition


def _keeps(scope: Scope) -> Q:
    return scope.q(Permission.RESTRICTION_KEEP)


def _authorises(scope: Scope) -> Q:
    return scope.q(Permission.RESTRICTION_AUTHORISE)


def _reviews(scope: Scope) -> Q:
    return scope.q(Permission.RESTRICTION_REVIEW)


PROPOSE = transition(
    "restriction.propose",
    sources=(),
    target=Status.PROPOSED,
    label="Propose a restriction",
    done="The restriction is proposed. Someone else authorises it.",
    allowed=anyone,
    rules=record.WHOLE_RECORD,
)
BEGIN_AT_ONCE = transition(
    "restriction.begin_at_once",
    sources=(),
    target=Status.URGENT,
    label="Begin a restriction at once",
    done="The restriction is in force. Complete its record before the time shown.",
    allowed=anyone,
    rules=(
        record.says_what_is_limited,
        record.has_a_legal_basis,
        life.says_why_it_cannot_wait,
    ),
)
COMPLETE = transition(
    "restriction.complete",
    sources=(Status.PROPOSED, Status.URGENT),
    target="",
    label="Complete the record",
    done="The record is whole. Someone else authorises it.",
    allowed=_keeps,
    rules=record.WHOLE_RECORD,
)
AUTHORISE = transition(
    "restriction.authorise",
    sources=(Status.PROPOSED, Status.URGENT),
    target=Status.IN_FORCE,
    label="Authorise",
    done="The restriction is authorised, until its review.",
    allowed=_authorises,
    rules=(life.authorised_by_someone_else, life.authorised_whole),
)
DECLINE = transition(
    "restriction.decline",
    sources=(Status.PROPOSED,),
    target=Status.DECLINED,
    label="Do not authorise",
    done="The restriction is not authorised, and does not begin.",
    allowed=_authorises,
    rules=(life.declined_with_a_reason,),
)
CONTINUE = transition(
    "restriction.continue",
    sources=LIVE,
    target="",
    label="Continue",
    done="The restriction goes on until its next review.",
    allowed=_reviews,
    rules=life.REVIEWED,
)
REDUCE = transition(
    "restriction.reduce",
    sources=LIVE,
    target="",
    label="Reduce",
    done="The restriction is reduced, until its next review.",
    allowed=_reviews,
    rules=life.REVIEWED,
)
END = transition(
    "restriction.end",
    sources=LIVE,
    target=Status.ENDED,
    label="End",
    done="The restriction has ended.",
    allowed=_reviews,
    rules=life.REVIEWED,
)
