"""The life of an incident (design: the lives of things).

    reported → triaged → in review → acting → verifying → closed

Exceptional and audited: withdraw as a duplicate, close with a reason, reopen.
"""

from __future__ import annotations

from goldthread.access.terms import Permission
from goldthread.domain.incidents import import_rules, rules, triage_rules
from goldthread.domain.incidents.queries import within
from goldthread.domain.incidents.terms import OPEN_STATUSES, Status
from goldthread.workflow.transitions import anyone, transition

OPEN = tuple(OPEN_STATUSES)

REPORT = transition(
    "incident.report",
    sources=(),
    target=Status.REPORTED,
    label="Send report",
    done="Your report was received.",
    allowed=anyone,
    rules=rules.REPORT_RULES,
)
IMPORT = transition(
    "incident.import",
    sources=(),
    target=Status.REPORTED,
    label="Import",
    done="Imported. It waits for triage.",
    allowed=within(Permission.INCIDENT_IMPORT),
    rules=import_rules.IMPORT_RULES,
)
IMPORT_HISTORY = transition(
    "incident.import_history",
    sources=(),
    target=Status.CLOSED,
    label="Import as history",
    done="Imported as closed in the previous system. It is not counted as verified.",
    allowed=within(Permission.INCIDENT_IMPORT),
    rules=import_rules.IMPORT_RULES,
)
MAKE_SAFE = transition(
    "incident.make_safe",
    sources=OPEN,
    target="",
    label="Record that people are safe",
    done="Recorded: people are safe, or someone holds the risk.",
    allowed=within(Permission.INCIDENT_STABILISE),
    rules=(rules.says_how_made_safe,),
)
TRIAGE = transition(
    "incident.triage",
    sources=(Status.REPORTED,),
    target=Status.TRIAGED,
    label="Record triage",
    done="Triage is recorded.",
    allowed=within(Permission.INCIDENT_TRIAGE),
    rules=triage_rules.TRIAGE_RULES,
)
TRIAGE_AGAIN = transition(
    "incident.triage_again",
    sources=(Status.TRIAGED, Status.IN_REVIEW, Status.ACTING, Status.VERIFYING),
    target="",
    label="Triage again",
    done="The new decision is recorded. The earlier one is kept.",
    allowed=within(Permission.INCIDENT_TRIAGE),
    rules=(*triage_rules.TRIAGE_RULES, triage_rules.again_says_why),
    exceptional=True,
)
CLINICALLY_REVIEWED = transition(
    "incident.clinically_reviewed",
    sources=OPEN,
    target="",
    label="Record the clinical review",
    done="The clinical review is recorded.",
    allowed=within(Permission.INCIDENT_ADD),
    rules=(triage_rules.part_has_note,),
)
PARTNER_TOLD = transition(
    "incident.partner_told",
    sources=OPEN,
    target="",
    label="Record that the partner was told",
    done="Recorded.",
    allowed=within(Permission.INCIDENT_ADD),
    rules=(triage_rules.part_has_note,),
)
PARTNER_ACKNOWLEDGES = transition(
    "incident.partner_acknowledges",
    sources=OPEN,
    target="",
    label="Acknowledge",
    done="The partner acknowledged it.",
    allowed=anyone,
    rules=(triage_rules.partner_says_who,),
)
STABILISE = transition(
    "incident.stabilise",
    sources=OPEN,
    target="",
    label="Record this part",
    done="Recorded.",
    allowed=within(Permission.INCIDENT_STABILISE),
    rules=(triage_rules.part_has_note,),
)
SIGN_OFF_STABILISATION = transition(
    "incident.sign_off_stabilisation",
    sources=OPEN,
    target="",
    label="Sign off stabilisation",
    done="Signed off: people are safe, told, and it is written down.",
    allowed=within(Permission.INCIDENT_STABILISE),
    rules=(triage_rules.three_parts_are_done, triage_rules.support_is_recorded),
)
BEGIN_REVIEW = transition(
    "incident.begin_review",
    sources=(Status.TRIAGED,),
    target=Status.IN_REVIEW,
    label="Begin review",
    done="The review has begun.",
    allowed=anyone,
)
BEGIN_ACTING = transition(
    "incident.begin_acting",
    sources=(Status.IN_REVIEW,),
    target=Status.ACTING,
    label="Move to acting",
    done="The review is signed off and its actions are under way.",
    allowed=anyone,
    rules=(rules.review_signed_off, rules.serious_has_action),
)
BEGIN_VERIFYING = transition(
    "incident.begin_verifying",
    sources=(Status.ACTING,),
    target=Status.VERIFYING,
    label="Move to verifying",
    done="Every action is complete. Now the question is whether practice changed.",
    allowed=anyone,
    rules=(rules.every_action_complete,),
)
RETURN_TO_ACTING = transition(
    "incident.return_to_acting",
    sources=(Status.VERIFYING,),
    target=Status.ACTING,
    label="Return to acting",
    done="Verification showed more to do.",
    allowed=anyone,
)
CLOSE_VERIFIED = transition(
    "incident.close_verified",
    sources=(Status.VERIFYING,),
    target=Status.CLOSED,
    label="Close as verified",
    done="Closed: the learning is verified.",
    allowed=within(Permission.INCIDENT_CLOSE),
    rules=(rules.nothing_is_missing,),
)
CLOSE_WITH_REASON = transition(
    "incident.close_with_reason",
    sources=tuple(s for s in OPEN if s != Status.REPORTED),
    target=Status.CLOSED,
    label="Close with a reason",
    done="Closed with a reason. It is not counted as verified.",
    allowed=within(Permission.INCIDENT_CLOSE),
    rules=(rules.has_reason,),
    exceptional=True,
)
REOPEN = transition(
    "incident.reopen",
    sources=(Status.CLOSED,),
    target=Status.ACTING,
    label="Reopen",
    done="Reopened.",
    allowed=within(Permission.INCIDENT_CLOSE),
    rules=(rules.has_reason,),
    exceptional=True,
)
WITHDRAW = transition(
    "incident.withdraw",
    sources=OPEN,
    target=Status.WITHDRAWN,
    label="Withdraw as a duplicate",
    done="Withdrawn. It keeps its link to the other incident.",
    allowed=within(Permission.INCIDENT_CLOSE),
    rules=(rules.duplicate_names_original,),
    exceptional=True,
)
RESTRICT = transition(
    "incident.restrict",
    sources=(*OPEN, Status.CLOSED),
    target="",
    label="Restrict who sees this",
    done="Only the people named can see this incident now.",
    allowed=within(Permission.INCIDENT_RESTRICT),
    rules=(rules.restriction_has_reason,),
)
LIFT_RESTRICTION = transition(
    "incident.lift_restriction",
    sources=(*OPEN, Status.CLOSED),
    target="",
    label="Lift the restriction",
    done="Everyone with a role here can see this incident again.",
    allowed=within(Permission.INCIDENT_RESTRICT),
    rules=(rules.has_reason,),
)
PLACE = transition(
    "incident.place",
    sources=(*OPEN, Status.CLOSED),
    target="",
    label="Place with a team",
    done="Placed with the team.",
    allowed=within(Permission.INCIDENT_PLACE),
)
