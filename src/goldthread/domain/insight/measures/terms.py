"""Codes of measures, and the months they are counted in."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils import timezone


class Dimension(models.TextChoices):
    """What a count is split by; empty is everything together. Units are split by the tree."""

    ALL = "", "Everything"
    THEME = "theme", "Theme"
    PATHWAY = "pathway", "Pathway"
    EVENT_TYPE = "event_type", "Kind of event"
    HARM = "harm", "Worst harm on either scale"


class Exposure(models.TextChoices):
    """What a rate is for so much of."""

    CASELOAD = "caseload", "People on the caseload"
    CONTACTS = "contacts", "Contacts in the month"


COHORT = "cohort"
"""An exposure that is worked out and not entered: people of the frozen high-risk cohort."""

GROUPS = {
    "reporting": "Reporting",
    "harm": "Harm and early signals",
    "handling": "What happens to a report",
    "learning": "Learning and change",
    "practice": "Practice, as sampled",
    "escalation": "Escalation",
    "restrictions": "Restrictive practice",
}

MONTHS_SHOWN = 24
MONTHS_OFFERED = (12, 24, 36, 60)


def month_of(moment: dt.date) -> dt.date:
    """The first day of the local month in which a moment or a day lies."""
    if isinstance(moment, dt.datetime):
        moment = timezone.localtime(moment).date()
    return moment.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def start_of(month: dt.date) -> dt.datetime:
    """The moment a month begins, in local time."""
    return timezone.make_aware(dt.datetime.combine(month, dt.time()))


def months_back(count: int, before: dt.date) -> list[dt.date]:
    """The `count` whole months before the month of `before`, oldest first."""
    year, month = before.year, before.month
    found = []
    for _ in range(count):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        found.append(dt.date(year, month, 1))
    return found[::-1]


def quarters_back(count: int, before: dt.date) -> list[tuple[dt.date, ...]]:
    """The `count` whole quarters of the year before `before`, each as its three months."""
    begins = dt.date(before.year, 3 * ((before.month - 1) // 3) + 1, 1)
    months = months_back(3 * count, begins)
    return [tuple(months[at : at + 3]) for at in range(0, 3 * count, 3)]


STEP_TO_DAYS = 72
STEP_TO_WEEKS = 60 * 24


def step_of(length: dt.timedelta) -> int:
    """A length of time in whole hours, rounded down to the step that lengths are kept in.

    To the hour below three days, to the day below sixty, to the week beyond; a negative length
    counts as none. A median is exact to its step.
    """
    hours = max(int(length.total_seconds() // 3600), 0)
    if hours < STEP_TO_DAYS:
        return hours
    size = 24 if hours < STEP_TO_WEEKS else 168
    return hours - hours % size
