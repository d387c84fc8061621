"""Codes of clocks: where a limit comes from, how its time is counted, and how it stands."""

from __future__ import annotations

from django.db import models


class Source(models.TextChoices):
    """Most "deadlines" are not law: every clock says which it is (domain.md, trap 2)."""

    STATUTORY = "statutory", "Statutory"
    CONTRACT = "contract", "Contract"
    LOCAL_POLICY = "local_policy", "Local policy"


class TimeUnit(models.TextChoices):
    """Working days leave out weekends and English bank holidays; the others run through them."""

    MINUTES = "minutes", "minutes"
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    WORKING_DAYS = "working_days", "working days"
    MONTHS = "months", "months"


class Standing(models.TextChoices):
    """Computed from times, never stored."""

    WITHOUT_DELAY = "without_delay", "As soon as possible"
    ON_TIME = "on_time", "On time"
    DUE_SOON = "due_soon", "Due soon"
    OVERDUE = "overdue", "Overdue"
    BREACHED = "breached", "Breached"
    MET = "met", "Met"
    MET_LATE = "met_late", "Met late"
    STOPPED = "stopped", "No longer needed"
