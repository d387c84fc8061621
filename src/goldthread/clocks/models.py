"""Clock policies of an organisation, and the clocks that run."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLE_CHOICES
from goldthread.clocks.terms import Counting, Source, Standing

DUE_SOON = dt.timedelta(hours=24)


class ClockPolicy(models.Model):
    """How long something may take in one organisation, who answers for it, and why.

    `due_after` and `breach_after` count hours or working days, as `counting` says. A missing
    breach means that overdue is as late as it gets.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="clock_policies")
    kind = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    counting = models.CharField(max_length=20, choices=Counting.choices)
    due_after = models.PositiveIntegerField()
    breach_after = models.PositiveIntegerField(null=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    source_text = models.TextField()
    escalate_to = models.CharField(max_length=40, choices=ROLE_CHOICES, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="one_policy_a_kind")
        ]

    def __str__(self) -> str:
        return self.label


class Clock(models.Model):
    """One thing due by a time, waiting for a person or for whoever holds a role at the unit.

    `subject_type` and `subject_id` name the record that is waited for; `thread` its incident.
    Times are kept as they were worked out when the clock started: a later change of policy does
    not move a promise already made.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="clocks")
    kind = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    thread = models.BigIntegerField(null=True)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="clocks")
    owner_role = models.CharField(max_length=40, choices=ROLE_CHOICES, blank=True)
    starts_at = models.DateTimeField()
    due_at = models.DateTimeField()
    breach_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    source_text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    met = models.BooleanField(default=False)
    end_reason = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    breach_told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"]),
            models.Index(fields=["thread"]),
            models.Index(
                fields=["unit", "owner_role", "due_at"],
                name="clock_open_by_role",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["owner", "due_at"],
                name="clock_open_by_owner",
                condition=Q(ended_at__isnull=True),
            ),
            models.Index(
                fields=["due_at"], name="clock_open_by_due", condition=Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} due {self.due_at:%Y-%m-%d %H:%M}"

    def standing(self, at: dt.datetime | None = None) -> Standing:
        """How the clock stands at `at` (now when None), worked out from its times alone."""
        if self.ended_at is not None:
            if not self.met:
                return Standing.STOPPED
            return Standing.MET if self.ended_at <= self.due_at else Standing.MET_LATE
        at = at or timezone.now()
        if self.breach_at is not None and at >= self.breach_at:
            return Standing.BREACHED
        if at >= self.due_at:
            return Standing.OVERDUE
        return Standing.DUE_SOON if at >= self.soon_from() else Standing.ON_TIME

    def soon_from(self) -> dt.datetime:
        """When it begins to be due soon: the last day, or the last quarter of a shorter clock.

        A triage clock of 24 hours would otherwise be "due soon" from its first second.
        """
        return self.due_at - min(DUE_SOON, (self.due_at - self.starts_at) / 4)
