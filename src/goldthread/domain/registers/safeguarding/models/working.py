"""What is recorded while a case is worked: thresholds, delays, steps up the ladder, notes."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import User
from goldthread.decision_tools.models import Run
from goldthread.domain.registers.safeguarding.models.case import SafeguardingCase
from goldthread.domain.registers.safeguarding.terms import DelayReason, Step


class ThresholdDecision(models.Model):
    """Our own answer to "is this to be referred?", with its reasons; a no is kept like a yes.

    `run` is the decision tool's run it rests on, where the tool was used.
    """

    case = models.ForeignKey(SafeguardingCase, models.PROTECT, related_name="thresholds")
    number = models.PositiveSmallIntegerField()
    met = models.BooleanField()
    reasons = models.TextField()
    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="threshold_decision_once")
        ]

    def __str__(self) -> str:
        return f"{'Met' if self.met else 'Not met'}: {self.case}"


class Delay(models.Model):
    """Why a step was late, by a code that is counted and words that explain."""

    case = models.ForeignKey(SafeguardingCase, models.PROTECT, related_name="delays")
    step = models.CharField(max_length=20, choices=Step.choices)
    reason = models.CharField(max_length=30, choices=DelayReason.choices)
    words = models.TextField(blank=True)
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.get_reason_display()}"


class LadderStep(models.Model):
    """One contact with a partner who is slow: who of ours, whom of theirs, how, and the answer."""

    case = models.ForeignKey(SafeguardingCase, models.PROTECT, related_name="ladder_steps")
    waits_for = models.SlugField(max_length=60)
    rung = models.PositiveSmallIntegerField()
    contacted_name = models.CharField(max_length=160)
    contacted_role = models.CharField(max_length=160)
    how = models.CharField(max_length=160)
    response = models.TextField()
    contacted_at = models.DateTimeField()
    contacted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["contacted_at", "pk"]

    def __str__(self) -> str:
        return f"Rung {self.rung} of {self.case}"


class CaseNote(models.Model):
    """Something to know about the case that is no step of it."""

    case = models.ForeignKey(SafeguardingCase, models.PROTECT, related_name="notes")
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"Note on {self.case}"
