"""The life of a safeguarding case: concern → referred → acknowledged → decision → closed."""

from __future__ import annotations

from django.db.models import Q

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission
from goldthread.domain.incidents.queries import not_kept_from, within
from goldthread.domain.registers.safeguarding import rules
from goldthread.domain.registers.safeguarding.terms import ActionStatus, Status
from goldthread.workflow.transitions import anyone, transition

WORK = within(Permission.SAFEGUARDING_MANAGE, "incident__")
SEE = within(Permission.INCIDENT_VIEW, "incident__")
OPEN = (Status.CONCERN, Status.REFERRED, Status.ACKNOWLEDGED, Status.DECIDED)

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
    rules=(rules.referral_says_to_whom, rules.no_is_not_passed_over, rules.late_says_why),
)
ACKNOWLEDGE = transition(
    "safeguarding.acknowledge",
    sources=(Status.REFERRED,),
    target=Status.ACKNOWLEDGED,
    label="Record the acknowledgement",
    done="The acknowledgement is recorded.",
    allowed=WORK,
    rules=(rules.acknowledgement_names_someone, rules.late_says_why),
)
NAME_LEAD = transition(
    "safeguarding.name_lead",
    sources=OPEN,
    target="",
    label="Record which agency leads",
    done="Recorded.",
    allowed=WORK,
    rules=(rules.confirmed_lead_says_how, rules.confirmed_on_a_past_day),
)
DECIDE = transition(
    "safeguarding.decide",
    sources=(Status.CONCERN, Status.REFERRED, Status.ACKNOWLEDGED),
    target=Status.DECIDED,
    label="Record the decision",
    done="The decision is recorded, with its reasons.",
    allowed=WORK,
    rules=(rules.decision_has_reasons, rules.late_says_why),
)
CLOSE = transition(
    "safeguarding.close",
    sources=(Status.DECIDED,),
    target=Status.CLOSED,
    label="Close the case",
    done="The safeguarding case is closed.",
    allowed=WORK,
    rules=(rules.closes_with_outcome, rules.wish_is_on_record, rules.actions_have_ended),
)

THRESHOLD = transition(
    "safeguarding.threshold",
    sources=(Status.CONCERN, Status.REFERRED, Status.ACKNOWLEDGED),
    target="",
    label="Record our threshold decision",
    done="The threshold decision is recorded, with its reasons.",
    allowed=WORK,
    rules=(rules.threshold_has_reasons, rules.run_is_of_this_thread),
)
LINK_PERSON = transition(
    "safeguarding.link_person",
    sources=OPEN,
    target="",
    label="Say whom the case is about",
    done="The person is linked.",
    allowed=WORK,
    rules=(rules.person_is_ours,),
)
WISHES = transition(
    "safeguarding.wishes",
    sources=OPEN,
    target="",
    label="Record what the person wants",
    done="What the person wants is recorded.",
    allowed=WORK,
    rules=(rules.wish_has_words,),
)
CLIMB = transition(
    "safeguarding.climb",
    sources=(Status.REFERRED, Status.ACKNOWLEDGED),
    target="",
    label="Record a step of the ladder",
    done="The step of the ladder is recorded.",
    allowed=SEE,
    rules=(rules.ladder_step_is_whole,),
)
ACT = transition(
    "safeguarding.act",
    sources=OPEN,
    target="",
    label="Add an action",
    done="The action is added.",
    allowed=WORK,
)
NOTE = transition(
    "safeguarding.note",
    sources=(*OPEN, Status.CLOSED),
    target="",
    label="Add a note",
    done="The note is kept.",
    allowed=WORK,
    rules=(rules.note_has_words,),
)
WORK_ACTION = within(Permission.SAFEGUARDING_MANAGE, "case__incident__")


def _answers_for_it(scope: Scope) -> Q:
    """Those who work the case, and the colleague whose action it is."""
    mine = Q(owner=scope.user) if scope.user is not None else Q(pk__in=[])
    return WORK_ACTION(scope) | mine & not_kept_from(scope, "case__incident__")


ADD_ACTION = transition(
    "safeguarding_action.add",
    sources=(),
    target=ActionStatus.OPEN,
    label="Add an action",
    done="The action is added.",
    allowed=anyone,
    rules=(rules.action_is_whole, rules.case_is_open),
)
ACTION_DONE = transition(
    "safeguarding_action.confirm_done",
    sources=(ActionStatus.OPEN,),
    target=ActionStatus.DONE,
    label="Confirm that it is done",
    done="The action is confirmed as done.",
    allowed=_answers_for_it,
)
ACTION_NOT_DONE = transition(
    "safeguarding_action.confirm_not_done",
    sources=(ActionStatus.OPEN,),
    target="",
    label="Record that it is not done yet",
    done="It is on record that the action is not done yet.",
    allowed=_answers_for_it,
    rules=(rules.not_done_says_why,),
)
DROP_ACTION = transition(
    "safeguarding_action.drop",
    sources=(ActionStatus.OPEN,),
    target=ActionStatus.DROPPED,
    label="Record that it is not needed any more",
    done="It is on record why the action is not needed any more.",
    allowed=WORK_ACTION,
    rules=(rules.not_done_says_why,),
)
