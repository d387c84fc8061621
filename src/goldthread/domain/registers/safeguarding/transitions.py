"""The life of a safeguarding case: concern → referred → acknowledged → decision → closed."""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import within
from goldthread.domain.registers.safeguarding import rules
from goldthread.domain.registers.safeguarding.terms import Status
from goldthread.workflow.transitions import anyone, transition

WORK = within(Permission.SAFEGUARDING_MANAGE, "incident__")

RAISE = transition(
    "safeguarding.raise",
    sources=(),
    target=Status.CONCERN,
    label="Open a safeguarding case",
    done="The safeguarding case is open.",
    allowed=anyone,
)
REFER = transition(
    "safeguarding.refer",
    sources=(Status.CONCERN,),
    target=Status.REFERRED,
    label="Record the referral",
    done="The referral is recorded.",
    allowed=WORK,
    rules=(rules.referral_says_to_whom,),
)
ACKNOWLEDGE = transition(
    "safeguarding.acknowledge",
    sources=(Status.REFERRED,),
    target=Status.ACKNOWLEDGED,
    label="Record the acknowledgement",
    done="The acknowledgement is recorded.",
    allowed=WORK,
    rules=(rules.acknowledgement_names_someone,),
)
NAME_LEAD = transition(
    "safeguarding.name_lead",
    sources=(Status.CONCERN, Status.REFERRED, Status.ACKNOWLEDGED, Status.DECIDED),
    target="",
    label="Record which agency leads",
    done="Recorded.",
    allowed=WORK,
    rules=(rules.confirmed_lead_says_how,),
)
DECIDE = transition(
    "safeguarding.decide",
    sources=(Status.CONCERN, Status.REFERRED, Status.ACKNOWLEDGED),
    target=Status.DECIDED,
    label="Record the decision",
    done="The decision is recorded, with its reasons.",
    allowed=WORK,
    rules=(rules.decision_has_reasons,),
)
CLOSE = transition(
    "safeguarding.close",
    sources=(Status.DECIDED,),
    target=Status.CLOSED,
    label="Close the case",
    done="The safeguarding case is closed.",
    allowed=WORK,
    rules=(rules.closes_with_outcome,),
)
