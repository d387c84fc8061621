"""Codes and labels of escalation."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    """How an episode stands. Late is never a status: it follows from times."""

    OBSERVED = "observed", "Observed, below the threshold"
    MONITORED = "monitored", "Being monitored"
    STEP_UP = "step_up", "Step-up due"
    DONE = "done", "Stepped up"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Recorded in error"


OPEN_STATUSES = (Status.OBSERVED, Status.MONITORED, Status.STEP_UP, Status.DONE)
"""Statuses in which someone still has work to do."""


class Precision(models.TextChoices):
    """How well the time of an observation or a crisis is known."""

    EXACT = "exact", "I know the time"
    ABOUT = "about", "About this time, within an hour or so"


class Finding(models.TextChoices):
    """What a re-check found."""

    SETTLED = "settled", "Settled: the sign has gone"
    SAME = "same", "The same: watch on, with a new re-check"
    MET = "met", "The threshold is met: step up"


class Stage(models.TextChoices):
    """At which stage escalation came (capabilities row 69)."""

    EARLY = "early", "Early: at the first warning sign"
    STEP_UP = "step_up", "At the step-up, before a crisis"
    CRISIS = "crisis", "Only in the crisis"
    AFTER = "after", "Only after the crisis"


LATE_STAGES = (Stage.CRISIS, Stage.AFTER)
"""Escalation that came in the crisis or after it."""


class Contact(models.TextChoices):
    """How the crisis came to notice."""

    TEAM = "team", "The team itself"
    CRISIS_LINE = "crisis_line", "Crisis team or crisis line"
    EMERGENCY = "emergency", "Emergency department or ambulance"
    POLICE = "police", "Police"
    FAMILY = "family", "Family, friend or carer"
    ADMISSION = "admission", "Admission to hospital"
    OTHER = "other", "Another way"


class CrisisStatus(models.TextChoices):
    RECORDED = "recorded", "Recorded"
    WITHDRAWN = "withdrawn", "Recorded in error"


class CohortStatus(models.TextChoices):
    FROZEN = "frozen", "Frozen"


STEP_UP_CLOCK = "escalation_step_up"
RECHECK_CLOCK = "escalation_recheck"
REVIEW_CLOCK = "escalation_senior_review"
UNMAPPED_CLOCK = "escalation_unmapped_indicator"
SENIOR_ROLE = "team_manager"
INDICATOR_ROLE = "governance_lead"
