"""Plans and their conclusions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.terms import Method
from goldthread.domain.incidents.models import Incident
from goldthread.domain.verification.terms import (
    Next,
    Outcome,
    PracticeChanged,
    RepeatRisk,
    Status,
)
from goldthread.instruments.models import InstrumentVersion
from goldthread.workflow.models import Lifecycle


class Plan(Lifecycle):
    """How it will be shown that an action changed practice, written before the action goes live.

    `standard` is the share of cases that must pass, in per cent. Every round uses the one
    instrument version named here, so that a re-audit asks what the baseline asked. `cycle`
    grows when the action is reopened: earlier cycles are kept and no longer counted.
    """

    action = models.OneToOneField(Action, models.PROTECT, related_name="verification")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="verifications")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="verifications")
    status = models.CharField(max_length=30, choices=Status.choices)
    method = models.CharField(max_length=20, choices=Method.choices)
    measure = models.TextField()
    standard = models.DecimalField(max_digits=5, decimal_places=1)
    instrument_version = models.ForeignKey(
        InstrumentVersion, models.PROTECT, null=True, related_name="+"
    )
    sample_size = models.PositiveIntegerField()
    rounds_planned = models.PositiveSmallIntegerField(default=1)
    days_between = models.PositiveSmallIntegerField(default=7)
    begins_on = models.DateField(null=True)
    verifier = models.ForeignKey(User, models.PROTECT, null=True, related_name="verifications")
    cycle = models.PositiveSmallIntegerField(default=1)
    planned_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standard__gt=0, standard__lte=100), name="standard_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(sample_size__gt=0, rounds_planned__gt=0), name="plan_checks_something"
            ),
        ]

    def __str__(self) -> str:
        return f"Verification of {self.action}"


class Conclusion(models.Model):
    """Two separate verdicts on one cycle of a plan, with the figures they rest on."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="conclusions")
    cycle = models.PositiveSmallIntegerField()
    practice_changed = models.CharField(max_length=20, choices=PracticeChanged.choices)
    repeat_risk = models.CharField(max_length=20, choices=RepeatRisk.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reason = models.TextField()
    next_step = models.CharField(max_length=20, choices=Next.choices, blank=True)
    next_due_on = models.DateField(null=True)
    figures = models.JSONField()
    concluded_at = models.DateTimeField()
    concluded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["concluded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_outcome_display()}"
