"""Clock policies of an organisation, and the clocks that run."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.terms import ROLE_CHOICES
from goldthread.clocks.terms import Source, Standing, TimeUnit

DUE_SOON = dt.timedelta(hours=24)


class ClockPolicy(models.Model):
    """How long something may take in one organisation, who answers for it, and why.

    A missing due time means that the source gives no figure, only `words` such as "without
    delay". A missing breach means that overdue is as late as it gets. `ladder` lists who hears
    when: `{"after": {"amount", "unit"}, "role"}`, counted from the due time.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="clock_policies")
    kind = models.SlugField(max_length=60)
    label = models.CharField(max_length=160)
    due_amount = models.PositiveIntegerField(null=True)
    due_unit = models.CharField(max_length=20, choices=TimeUnit.choices, blank=True)
    breach_amount = models.PositiveIntegerField(null=True)
    breach_unit = models.CharField(max_length=20, choices=TimeUnit.choices, blank=True)
    words = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    source_text = models.TextField()
    needs_checking = models.BooleanField(default=False)
    ladder = models.JSONField(default=list)

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
    not move a promise already made. No due time means "as soon as possible". `next_rung_at` is
    when the next rung of the policy's ladder is told.
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
    due_at = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    source_text = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    met = models.BooleanField(default=False)
    end_reason = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    breach_told_at = models.DateTimeField(null=True)
    rungs_told = models.PositiveSmallIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)

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
        return self.label

    def standing(self, at: dt.datetime | None = None) -> Standing:
        """How the clock stands at `at` (now when None), worked out from its times alone."""
        if self.ended_at is not None:
            if not self.met:
                return Standing.STOPPED
            late = self.due_at is not None and self.ended_at > self.due_at
            return Standing.MET_LATE if late else Standing.MET
        if self.due_at is None:
            return Standing.WITHOUT_DELAY
        at = at or timezone.now()
        if self.breach_at is not None and at >= self.breach_at:
            return Standing.BREACHED
        if at >= self.due_at:
            return Standing.OVERDUE
        return Standing.DUE_SOON if at >= self.soon_from(self.due_at) else Standing.ON_TIME

    def soon_from(self, due_at: dt.datetime) -> dt.datetime:
        """When it begins to be due soon: the last day, or the last quarter of a shorter clock.

        A triage clock of 24 hours would otherwise be "due soon" from its first second.
        """
        return due_at - min(DUE_SOON, (due_at - self.starts_at) / 4)
