"""Codes and labels of supervision."""

from __future__ import annotations

from django.db import models


class PairStatus(models.TextChoices):
    ACTIVE = "active", "Meeting"
    ENDED = "ended", "Ended"


class PromptStatus(models.TextChoices):
    """Whether it is past its last day is computed from that day."""

    ACTIVE = "active", "In use"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SessionStatus(models.TextChoices):
    HELD = "held", "Held"


class Use(models.TextChoices):
    """What became of a prompt in one session."""

    USED = "used", "Discussed"
    NOT_USED = "not_used", "Not discussed"


DUE = "supervision"  # the clock of a pair; its policy says how often
SESSION_RECORD = "supervision_record"
COMPETENCY_RECORD = "competency_check"
MONTHS_SHOWN = 12  # counts look back this far
LONGEST_DAYS = 365  # a prompt reaches people for a year at most
