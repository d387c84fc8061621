"""Codes and labels of access: kinds of unit, roles, permissions and provider types."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class UnitKind(models.TextChoices):
    ORGANISATION = "organisation", "Organisation"
    DIRECTORATE = "directorate", "Directorate"
    LOCALITY = "locality", "Locality"
    TEAM = "team", "Team"


class ProviderType(models.TextChoices):
    """Drives who must notify whom (domain.md section 4, trap 3)."""

    NHS_BODY = "nhs_body", "NHS body"
    INDEPENDENT = "independent", "Independent provider"
    VOLUNTARY = "voluntary", "Voluntary organisation"


class Permission(models.TextChoices):
    """Everything a role may allow; named noun.verb."""

    INCIDENT_REPORT = "incident.report", "Report an incident"
    INCIDENT_VIEW = "incident.view", "See incidents"
    INCIDENT_TRIAGE = "incident.triage", "Triage incidents"
    INCIDENT_STABILISE = "incident.stabilise", "Lead immediate safety"
    INCIDENT_ADD = "incident.add", "Add facts and questions to an incident"
    INCIDENT_PLACE = "incident.place", "Place an incident with a team"
    INCIDENT_RESTRICT = "incident.restrict", "Restrict who sees an incident"
    INCIDENT_CLOSE = "incident.close", "Close, reopen and withdraw incidents"
    INCIDENT_BREAK_GLASS = "incident.break_glass", "Open a restricted incident in an emergency"
    INCIDENT_EXPORT = "incident.export", "Export incidents"
    INCIDENT_IMPORT = "incident.import", "Import incidents"
    REPORTER_SEE = "reporter.see", "See who made a confidential report"
    PERSON_SEE = "person.see", "See names of people affected"
    PERSON_KEEP = "person.keep", "Record people served and correct their records"
    PERSON_MERGE = "person.merge", "Merge two records of one person"
    ESCALATION_RECORD = "escalation.record", "Record early warning signs, step-ups and crises"
    ESCALATION_SEE = "escalation.see", "Read the escalation of a team"
    ESCALATION_REVIEW = "escalation.review", "Review delayed step-ups as a senior"
    INDICATORS_KEEP = "indicators.keep", "Keep early warning indicators and their step-ups"
    COHORT_KEEP = "cohort.keep", "Freeze the high-risk cohort"
    CANDOUR_MANAGE = "candour.manage", "Decide and record duty of candour"
    SAFEGUARDING_MANAGE = "safeguarding.manage", "Work safeguarding cases"
    COMPLAINT_SEE = "complaint.see", "Read complaints"
    COMPLAINT_KEEP = "complaint.keep", "Record and answer complaints"
    RESTRICTION_SEE = "restriction.see", "Read the restrictions register"
    RESTRICTION_KEEP = "restriction.keep", "Propose restrictions and complete their records"
    RESTRICTION_REVIEW = "restriction.review", "Review, reduce and end restrictions"
    RESTRICTION_AUTHORISE = "restriction.authorise", "Authorise restrictions"
    RESTRICTION_COUNTS = "restriction.counts", "See counts of restrictions, without names"
    REVIEW_CONDUCT = "review.conduct", "Plan and write reviews"
    REVIEW_SIGN_OFF = "review.sign_off", "Sign off reviews"
    ACTION_AGREE = "action.agree", "Propose and agree actions"
    ACTION_WORK = "action.work", "Record work on an action"
    ACTION_EXTEND = "action.extend", "Approve a later date for an action"
    VERIFICATION_PLAN = "verification.plan", "Plan verification"
    VERIFICATION_WORK = "verification.work", "Draw samples, record checks and conclude"
    TRAIL_VIEW = "trail.view", "Read the trail"
    SETTINGS_MANAGE = "settings.manage", "Change units, people, roles and settings"
    MEASURES_VIEW = "measures.view", "See aggregate measures"
    SIGNAL_VIEW = "signal.view", "See signals"
    SIGNAL_DECIDE = "signal.decide", "Accept and dismiss signals"
    THEME_SHAPE = "theme.shape", "Name, merge, split and pin found themes"
    COACHING_LEAD = "coaching.lead", "Lead coaching sessions and sit vignettes with staff"
    SCENARIO_CHECK = "scenario.check", "Check and publish scenarios"
    LEARNING_VIEW = "learning.view", "Read what was learnt"
    LEARNING_WRITE = "learning.write", "Write learning for all staff"
    LEARNING_CHECK = "learning.check", "Check, publish and retire learning"
    BULLETIN_SEND = "bulletin.send", "Send learning to teams as a bulletin"
    RECALL_ASK = "recall.ask", "Draw recall checks and ask staff what they remember"
    PULSE_RUN = "pulse.run", "Open and close the confidence pulse"
    CONTROL_VIEW = "control.view", "See what is overdue, unverified and repeating"
    MEETING_VIEW = "meeting.view", "See forums, meetings and minutes"
    MEETING_RUN = "meeting.run", "Run meetings and write their minutes"
    FORUM_MANAGE = "forum.manage", "Set up forums: terms, people, schedule and agenda"
    PACK_READ = "pack.read", "Read frozen packs"
    PACK_PREPARE = "pack.prepare", "Draft, write and freeze packs"
    ROOM_OPEN = "room.open", "Open rooms for commissioners and inspectors"
    ROOM_VISIT = "room.visit", "Enter a room one is a guest of"


P = Permission
_REPORTING = {P.INCIDENT_REPORT, P.LEARNING_VIEW}
_READING = {
    P.INCIDENT_VIEW,
    P.INCIDENT_ADD,
    P.PERSON_SEE,
    P.PERSON_KEEP,
    P.ACTION_WORK,
    P.MEETING_VIEW,
    P.COMPLAINT_SEE,
    P.RESTRICTION_SEE,
    P.RESTRICTION_COUNTS,
    P.ESCALATION_RECORD,
    P.ESCALATION_SEE,
}
_REVIEWING_RESTRICTIONS = {P.COMPLAINT_KEEP, P.RESTRICTION_KEEP, P.RESTRICTION_REVIEW}
_LEADING = (
    _READING
    | _REVIEWING_RESTRICTIONS
    | {
        P.INCIDENT_STABILISE,
        P.ACTION_AGREE,
        P.REVIEW_CONDUCT,
        P.MEASURES_VIEW,
        P.CONTROL_VIEW,
        P.PERSON_MERGE,
        P.MEETING_RUN,
        P.ESCALATION_REVIEW,
        P.COHORT_KEEP,
        P.PACK_READ,
    }
)

_COACHING = {P.COACHING_LEAD, P.SCENARIO_CHECK}
_WRITING = {P.LEARNING_WRITE, P.LEARNING_CHECK, P.BULLETIN_SEND}


@dataclass(frozen=True)
class Role:
    """A role a person holds at a unit; it reaches every unit below.

    `patient_safety` marks the team that may know who made a confidential report.
    """

    code: str
    label: str
    description: str
    permissions: frozenset[Permission]


def _role(code: str, label: str, description: str, *permissions: set[Permission]) -> Role:
    return Role(code, label, description, frozenset().union(*permissions))


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "reporter",
            "Reporter",
            "Reports incidents, records early warning signs, and follows their own.",
            _REPORTING,
            {P.ESCALATION_RECORD},
        ),
        _role(
            "supervisor",
            "Supervisor",
            "Supervises staff, reads the team's incidents, works and proposes actions, and reviews "
            "the team's restrictions each month.",
            _REPORTING,
            _READING,
            _REVIEWING_RESTRICTIONS,
            {P.ACTION_AGREE, P.MEETING_RUN},
            {P.COACHING_LEAD},
            {P.RECALL_ASK},
        ),
        _role(
            "team_manager",
            "Team manager",
            "Leads immediate safety and owns most actions of a team.",
            _REPORTING,
            _LEADING,
            {P.RESTRICTION_AUTHORISE},
            {P.COACHING_LEAD},
            {P.BULLETIN_SEND, P.RECALL_ASK},
        ),
        _role(
            "triage_lead",
            "Triage lead",
            "Decides category, tier and consequences within 24 to 48 hours.",
            _REPORTING,
            _LEADING,
            {
                P.INCIDENT_TRIAGE,
                P.INCIDENT_PLACE,
                P.INCIDENT_RESTRICT,
                P.REPORTER_SEE,
                P.CANDOUR_MANAGE,
                P.INCIDENT_EXPORT,
                P.VERIFICATION_PLAN,
                P.INCIDENT_CLOSE,
                P.SIGNAL_VIEW,
                P.SIGNAL_DECIDE,
                P.THEME_SHAPE,
                P.INDICATORS_KEEP,
                P.LEARNING_WRITE,
            },
        ),
        _role(
            "reviewer",
            "Reviewer",
            "Plans and writes learning reviews.",
            _REPORTING,
            _READING,
            {P.REVIEW_CONDUCT, P.ACTION_AGREE, P.CANDOUR_MANAGE, P.SIGNAL_VIEW},
            {P.SCENARIO_CHECK},
            _WRITING,
        ),
        _role(
            "safeguarding_lead",
            "Safeguarding lead",
            "Works safeguarding cases with partner agencies.",
            _REPORTING,
            _READING,
            {
                P.SAFEGUARDING_MANAGE,
                P.REVIEW_CONDUCT,
                P.ACTION_AGREE,
                P.COMPLAINT_KEEP,
                P.MEETING_RUN,
            },
            _COACHING,
            _WRITING,
        ),
        _role(
            "restrictive_practice_lead",
            "Restrictive-practice lead",
            "Authorises restrictions, and keeps them proportionate, reviewed and ended.",
            _REPORTING,
            _READING,
            _REVIEWING_RESTRICTIONS,
            {P.REVIEW_CONDUCT, P.ACTION_AGREE, P.RESTRICTION_AUTHORISE, P.MEETING_RUN},
            _COACHING,
            _WRITING,
        ),
        _role(
            "verifier",
            "Verifier",
            "Checks that practice changed; never verifies an action they own.",
            _REPORTING,
            _READING,
            {P.VERIFICATION_PLAN, P.VERIFICATION_WORK, P.MEASURES_VIEW, P.COHORT_KEEP},
            {P.RECALL_ASK},
        ),
        _role(
            "governance_lead",
            "Governance lead",
            "Signs off reviews, approves extensions, closes with a recorded reason.",
            _REPORTING,
            _LEADING,
            {
                P.INCIDENT_TRIAGE,
                P.INCIDENT_PLACE,
                P.INCIDENT_RESTRICT,
                P.INCIDENT_CLOSE,
                P.INCIDENT_BREAK_GLASS,
                P.INCIDENT_EXPORT,
                P.INCIDENT_IMPORT,
                P.REPORTER_SEE,
                P.CANDOUR_MANAGE,
                P.REVIEW_SIGN_OFF,
                P.RESTRICTION_AUTHORISE,
                P.ACTION_EXTEND,
                P.VERIFICATION_PLAN,
                P.VERIFICATION_WORK,
                P.TRAIL_VIEW,
                P.SIGNAL_VIEW,
                P.SIGNAL_DECIDE,
                P.THEME_SHAPE,
                P.FORUM_MANAGE,
                P.PACK_PREPARE,
                P.ROOM_OPEN,
                P.ROOM_VISIT,
                P.INDICATORS_KEEP,
                P.COACHING_LEAD,
                P.SCENARIO_CHECK,
                P.RECALL_ASK,
                P.PULSE_RUN,
            },
            _WRITING,
        ),
        _role(
            "executive",
            "Executive",
            "Sees what is overdue, unverified and repeating; opens the records behind it.",
            _REPORTING,
            {
                P.INCIDENT_VIEW,
                P.MEASURES_VIEW,
                P.CONTROL_VIEW,
                P.INCIDENT_BREAK_GLASS,
                P.SIGNAL_VIEW,
                P.MEETING_VIEW,
                P.RESTRICTION_SEE,
                P.RESTRICTION_COUNTS,
                P.ESCALATION_SEE,
                P.PACK_READ,
            },
        ),
        _role(
            "commissioner",
            "Commissioner",
            "Reads packs and aggregate measures; small numbers are suppressed.",
            {P.MEASURES_VIEW, P.RESTRICTION_COUNTS, P.ROOM_VISIT},
        ),
        _role(
            "inspector",
            "Inspector",
            "Reads for a limited time; everything opened is logged.",
            {
                P.INCIDENT_VIEW,
                P.LEARNING_VIEW,
                P.MEASURES_VIEW,
                P.CONTROL_VIEW,
                P.TRAIL_VIEW,
                P.MEETING_VIEW,
                P.RESTRICTION_COUNTS,
                P.ESCALATION_SEE,
                P.ROOM_VISIT,
            },
        ),
        _role(
            "partner_contact",
            "Partner contact",
            "Sees one agreement or case through a signed link.",
            set(),
        ),
        _role(
            "administrator",
            "Administrator",
            "Changes settings, people and units; reads no narratives.",
            _REPORTING,
            {P.SETTINGS_MANAGE, P.INCIDENT_IMPORT, P.FORUM_MANAGE, P.INDICATORS_KEEP},
        ),
        _role(
            "data_protection_officer",
            "Data-protection officer",
            "Reads the trail and the log of who opened what.",
            _REPORTING,
            {P.TRAIL_VIEW},
        ),
    )
}

ROLE_CHOICES = [(role.code, role.label) for role in ROLES.values()]


def roles_with(permission: Permission) -> frozenset[str]:
    """The codes of every role that grants `permission`."""
    return frozenset(code for code, role in ROLES.items() if permission in role.permissions)
