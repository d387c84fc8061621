"""The life of an action (design: the lives of things).

    proposed → agreed → complete → verified, or not effective (which reopens it, or a stronger
    action takes over)

Complete is reached when two separate facts exist, in either order: implemented, with evidence,
and communicated, with reach.
"""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.actions.queries.seeing import owned_or
from goldthread.domain.actions.rules import agreeing, working
from goldthread.domain.actions.terms import Status
from goldthread.domain.incidents.queries import within
from goldthread.workflow.transitions import anyone, transition

AGREEING = within(Permission.ACTION_AGREE, "incident__")
WORKING = owned_or(Permission.ACTION_WORK)
EXTENDING = within(Permission.ACTION_EXTEND, "incident__")

PROPOSE = transition(
    "action.propose",
    sources=(),
    target=Status.PROPOSED,
    label="Propose action",
    done="Proposed. It counts once it is agreed.",
    allowed=AGREEING,
    rules=(agreeing.says_what_changes, working.takes_over_ineffective),
)
REVISE = transition(
    "action.revise",
    sources=(Status.PROPOSED,),
    target="",
    label="Change the proposal",
    done="Saved.",
    allowed=AGREEING,
    rules=(agreeing.says_what_changes,),
)
AGREE = transition(
    "action.agree",
    sources=(Status.PROPOSED,),
    target=Status.AGREED,
    label="Agree action",
    done="Agreed. The owner has been told.",
    allowed=AGREEING,
    rules=(
        agreeing.says_what_changes,
        agreeing.is_specific,
        agreeing.owner_works_here,
        agreeing.due_day_is_ahead,
        agreeing.rapid_within_the_week,
        agreeing.has_success_measure,
        agreeing.has_route,
        agreeing.strength_is_graded,
        working.is_stronger_than_before,
        agreeing.partner_is_named,
        agreeing.has_plan,
        agreeing.verifier_is_not_owner,
    ),
)
IMPLEMENT = transition(
    "action.implement",
    sources=(Status.AGREED,),
    target="",
    label="Record as implemented",
    done="Recorded: implemented.",
    allowed=WORKING,
    rules=(
        working.not_yet_implemented,
        working.has_fitting_evidence,
        working.live_day_has_come,
        working.says_what_is_in_place,
    ),
)
COMMUNICATE = transition(
    "action.communicate",
    sources=(Status.AGREED, Status.COMPLETE),
    target="",
    label="Record as communicated",
    done="Recorded: communicated.",
    allowed=WORKING,
    rules=(working.says_who_and_how, working.says_reach, working.told_day_has_come),
)
COMPLETE = transition(
    "action.complete",
    sources=(Status.AGREED,),
    target=Status.COMPLETE,
    label="Complete",
    done="Complete: implemented and communicated. It is not verified yet.",
    allowed=WORKING,
    rules=(working.implemented_and_communicated,),
)
REQUEST_EXTENSION = transition(
    "action.request_extension",
    sources=(Status.AGREED,),
    target="",
    label="Ask for a later date",
    done="Asked. The date stays as it is until someone else decides.",
    allowed=WORKING,
    rules=(
        working.no_extension_waits,
        working.extension_is_later,
        working.extension_has_reason,
    ),
)
APPROVE_EXTENSION = transition(
    "action.approve_extension",
    sources=(Status.AGREED,),
    target="",
    label="Approve the later date",
    done="Approved. The due date has moved and the first date is kept.",
    allowed=EXTENDING,
    rules=(working.decided_by_another,),
)
DECLINE_EXTENSION = transition(
    "action.decline_extension",
    sources=(Status.AGREED,),
    target="",
    label="Decline the later date",
    done="Declined. The due date stays.",
    allowed=EXTENDING,
    rules=(working.decided_by_another, working.decline_has_reason),
)
REASSIGN = transition(
    "action.reassign",
    sources=(Status.PROPOSED, Status.AGREED, Status.COMPLETE),
    target="",
    label="Pass to someone else",
    done="Passed on. The new owner has been told.",
    allowed=AGREEING,
    rules=(agreeing.owner_works_here, working.hand_over_has_reason),
)
WITHDRAW = transition(
    "action.withdraw",
    sources=(Status.PROPOSED, Status.AGREED),
    target=Status.WITHDRAWN,
    label="Withdraw action",
    done="Withdrawn, with your reason.",
    allowed=AGREEING,
    rules=(working.withdrawal_has_reason,),
    exceptional=True,
)
VERIFY = transition(
    "action.verify",
    sources=(Status.COMPLETE,),
    target=Status.VERIFIED,
    label="Verified",
    done="Verified: practice changed and was checked.",
    allowed=anyone,
    rules=(working.has_verdicts,),
)
FIND_NOT_EFFECTIVE = transition(
    "action.find_not_effective",
    sources=(Status.COMPLETE, Status.VERIFIED),
    target=Status.NOT_EFFECTIVE,
    label="Not effective",
    done="Not effective. Reopen it, or agree a stronger action.",
    allowed=anyone,
    rules=(working.has_verdicts,),
)
REOPEN = transition(
    "action.reopen",
    sources=(Status.NOT_EFFECTIVE,),
    target=Status.AGREED,
    label="Reopen action",
    done="Reopened with a new due date. Both facts are needed again.",
    allowed=AGREEING,
    rules=(agreeing.owner_works_here, working.reopened_for_a_later_day),
)
