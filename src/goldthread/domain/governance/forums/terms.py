"""Codes and labels of forums and meetings."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    SCHEDULED = "scheduled", "Scheduled"
    UNDER_WAY = "under_way", "Under way"
    HELD = "held", "Held, minutes to approve"
    APPROVED = "approved", "Minutes approved"
    NOT_HELD = "not_held", "Not held"


class Standing(models.TextChoices):
    """How a meeting stands today: worked out from its times, never stored."""

    PLANNED = "planned", "Planned"
    TO_BE_HELD = "to_be_held", "To be held now"
    MISSED = "missed", "Missed"
    UNDER_WAY = "under_way", "Under way"
    HELD = "held", "Held, minutes to approve"
    APPROVED = "approved", "Minutes approved"
    NOT_HELD = "not_held", "Not held"


class Every(models.TextChoices):
    WEEKLY = "weekly", "Every week"
    MONTHLY = "monthly", "Every month"
    QUARTERLY = "quarterly", "Every quarter"


class Weekday(models.IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class Week(models.IntegerChoices):
    """Which one of a month."""

    FIRST = 1, "First"
    SECOND = 2, "Second"
    THIRD = 3, "Third"
    FOURTH = 4, "Fourth"
    LAST = 5, "Last"


class QuarterMonth(models.IntegerChoices):
    """Which month of each quarter."""

    FIRST = 1, "January, April, July and October"
    SECOND = 2, "February, May, August and November"
    THIRD = 3, "March, June, September and December"


class Attending(models.TextChoices):
    PRESENT = "present", "Present"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent"


class Outcome(models.TextChoices):
    """What became of an item; one carried over stands on the next agenda."""

    DECIDED = "decided", "Decided"
    NOTED = "noted", "Noted, nothing more to do here"
    CARRIED = "carried", "Carried over to the next meeting"


class Checked(models.TextChoices):
    """What a meeting heard about an action that was due to be worked on."""

    DONE = "done", "Done"
    NOT_DONE = "not_done", "Not done"


CLOCKS = {
    Every.WEEKLY: "meeting_weekly",
    Every.MONTHLY: "meeting_monthly",
    Every.QUARTERLY: "meeting_quarterly",
}
"""The time limit within which a meeting of each rhythm counts as held in its slot."""
MINUTES_CLOCK = "meeting_minutes"
REPORT_CLOCK = "meeting_report"

CARRIED_OVER = "carried_over"
OTHER = "other"
"""The section of items that a person put on the agenda."""
