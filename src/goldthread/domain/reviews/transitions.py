"""The life of a review: planned → under way → submitted → signed off, or returned."""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import within
from goldthread.domain.reviews import rules
from goldthread.domain.reviews.terms import Status
from goldthread.workflow.transitions import anyone, transition

CONDUCT = within(Permission.REVIEW_CONDUCT, "incident__")
SIGN = within(Permission.REVIEW_SIGN_OFF, "incident__")

PLAN = transition(
    "review.plan",
    sources=(),
    target=Status.PLANNED,
    label="Plan the review",
    done="The review is planned.",
    allowed=anyone,
    rules=(rules.method_fits_tier,),
)
BEGIN = transition(
    "review.begin",
    sources=(Status.PLANNED,),
    target=Status.UNDER_WAY,
    label="Begin the review",
    done="The review is under way.",
    allowed=CONDUCT,
    rules=(rules.has_lead, rules.method_fits_tier),
)
WRITE = transition(
    "review.write",
    sources=(Status.UNDER_WAY,),
    target="",
    label="Save",
    done="Saved.",
    allowed=CONDUCT,
)
JOIN = transition(
    "review.join",
    sources=(Status.PLANNED, Status.UNDER_WAY),
    target="",
    label="Add incidents to the set",
    done="Added to the set.",
    allowed=CONDUCT,
)
ANSWER = transition(
    "review.answer_without_action",
    sources=(Status.UNDER_WAY, Status.SUBMITTED),
    target="",
    label="Say why there is no action",
    done="The reason is recorded.",
    allowed=CONDUCT,
    rules=(rules.no_action_has_reason,),
)
SUBMIT = transition(
    "review.submit",
    sources=(Status.UNDER_WAY,),
    target=Status.SUBMITTED,
    label="Submit for sign-off",
    done="Submitted. Someone else will read it and sign it off.",
    allowed=CONDUCT,
    rules=rules.SUBMIT_RULES,
)
RETURN = transition(
    "review.return",
    sources=(Status.SUBMITTED,),
    target=Status.UNDER_WAY,
    label="Return to the lead",
    done="Returned to the lead with your reason.",
    allowed=SIGN,
    rules=(rules.return_has_reason,),
)
SIGN_OFF = transition(
    "review.sign_off",
    sources=(Status.SUBMITTED,),
    target=Status.SIGNED_OFF,
    label="Sign off",
    done="Signed off. Its actions carry the learning on.",
    allowed=SIGN,
    rules=rules.SIGN_OFF_RULES,
)
DROP = transition(
    "review.drop",
    sources=(Status.PLANNED, Status.UNDER_WAY, Status.SUBMITTED),
    target=Status.NOT_NEEDED,
    label="No longer needed",
    done="The review is no longer needed.",
    allowed=anyone,
    exceptional=True,
)
