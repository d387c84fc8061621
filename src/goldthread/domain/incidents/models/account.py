"""What belongs to the account of an incident: people, sequence, immediate actions, addenda."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import User
from goldthread.access.sealed import SealedField
from goldthread.domain.incidents.models.incident import Incident
from goldthread.domain.incidents.terms import (
    AgeBracket,
    PersonKind,
    PhysicalHarm,
    Precision,
    PsychologicalHarm,
    Side,
)


class PersonAffected(models.Model):
    """Someone the incident affected. Names and numbers are encrypted; indexes find equal ones."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="people")
    kind = models.CharField(max_length=20, choices=PersonKind.choices)
    name = SealedField(blank=True, default="")
    record_number = SealedField(blank=True, default="")
    nhs_number = SealedField(blank=True, default="")
    record_index = models.CharField(max_length=32, blank=True, db_index=True)
    nhs_index = models.CharField(max_length=32, blank=True, db_index=True)
    age_bracket = models.CharField(max_length=20, choices=AgeBracket.choices, blank=True)
    physical_harm = models.CharField(max_length=10, choices=PhysicalHarm.choices, blank=True)
    psychological_harm = models.CharField(
        max_length=10, choices=PsychologicalHarm.choices, blank=True
    )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.incident}"


class SequenceStep(models.Model):
    """One step of what happened, in the order of time (row 9)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="sequence")
    happened_at = models.DateTimeField(null=True)
    precision = models.CharField(max_length=10, choices=Precision.choices)
    what = models.TextField()
    position = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.incident} step {self.position}"


class ImmediateAction(models.Model):
    """Something done at once, by whom and when (row 23)."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="immediate_actions")
    what = models.TextField()
    done_by = models.CharField(max_length=160, blank=True)
    done_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.incident}: {self.what[:40]}"


class Addendum(models.Model):
    """Something learned later. The narrative itself is never edited.

    `added_by` is empty when a reporter added it whose route keeps their name back.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="addenda")
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident} at {self.added_at:%Y-%m-%d}"


class Message(models.Model):
    """A question, an answer or an update between the service and the reporter.

    `automatic` marks what the product wrote when a stage moved; `answers` links a reply.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asks = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)
    automatic = models.BooleanField(default=False)

    class Meta:
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_side_display()} on {self.incident}"
