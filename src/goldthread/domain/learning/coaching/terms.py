"""Codes and labels of coaching."""

from __future__ import annotations

from django.db import models


class SessionStatus(models.TextChoices):
    HELD = "held", "Held"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Rating(models.TextChoices):
    """An answer against what a good answer holds."""

    MEETS = "meets", "Meets it"
    PARTLY = "partly", "Partly"
    NOT_YET = "not_yet", "Not yet"


class SittingStatus(models.TextChoices):
    SAFE = "safe", "Safe decision"
    FOLLOW_UP = "follow_up", "To be followed up"
    RETESTED = "retested", "Followed up and sat again"


class ProofType(models.TextChoices):
    """The types of evidence a session can become (`evidence.terms.TYPES`)."""

    ATTENDANCE = "training_attendance", "Training attendance"
    SUPERVISION = "supervision_record", "Supervision record"
    COMPETENCY = "competency_check", "Competency check of one person"


FOLLOW_UP = "vignette_follow_up"
FOLLOW_UP_QUESTION = "follow_up"  # asked of the supervisor, and kept with the answers
MONTHS_SHOWN = 12  # results look back this far
