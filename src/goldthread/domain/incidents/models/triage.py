"""The recorded decisions at triage, and the stabilisation checklist."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import User
from goldthread.domain.incidents.models.incident import Incident
from goldthread.domain.incidents.models.settings import Category
from goldthread.domain.incidents.terms import Potential, Tier, TriageQuestion


class Triage(models.Model):
    """One triage decision; re-triage adds another and keeps this one."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="triages")
    number = models.PositiveIntegerField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    why = models.TextField()
    potential_harm = models.CharField(max_length=10, choices=Potential.choices)
    actions_needed = models.BooleanField()
    none_needed_because = models.TextField(blank=True)
    proposed_tier = models.CharField(max_length=20, choices=Tier.choices)
    proposed_because = models.JSONField(default=list)
    tool_run_id = models.BigIntegerField(null=True)
    tier = models.CharField(max_length=20, choices=Tier.choices)
    override_reason = models.TextField(blank=True)
    consequences = models.JSONField(default=list)
    again_because = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="triage_numbered_once")
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.incident} triage {self.number}"


class TriageAnswer(models.Model):
    """The answer to one of the four questions, with its reason and what follows from a yes."""

    triage = models.ForeignKey(Triage, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=20, choices=TriageQuestion.choices)
    yes = models.BooleanField()
    reason = models.TextField()
    clinician = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    partner = models.CharField(max_length=160, blank=True)
    partner_told_at = models.DateTimeField(null=True)
    partner_told_how = models.CharField(max_length=160, blank=True)
    partner_acknowledged_at = models.DateTimeField(null=True)
    partner_acknowledged_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["triage", "question"], name="question_answered_once")
        ]

    def __str__(self) -> str:
        return f"{self.triage}: {self.question}"


class Stabilisation(models.Model):
    """Immediate safety, communication and documentation, with a named leader (row 24)."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="stabilisation")
    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    safety_note = models.TextField(blank=True)
    safety_at = models.DateTimeField(null=True)
    safety_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    communication_note = models.TextField(blank=True)
    communication_at = models.DateTimeField(null=True)
    communication_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    documentation_note = models.TextField(blank=True)
    documentation_at = models.DateTimeField(null=True)
    documentation_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    support_offered_at = models.DateTimeField(null=True)
    support_offered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    support_note = models.TextField(blank=True)
    support_taken = models.BooleanField(null=True)
    signed_off_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Stabilisation of {self.incident}"
