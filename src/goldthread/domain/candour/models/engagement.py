"""Who was engaged after an incident, what they said and asked; for every incident (row 26)."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import Unit, User
from goldthread.domain.candour.terms import ContactHow, Party
from goldthread.domain.incidents.models import Incident


class EngagementEntry(models.Model):
    """One conversation with the person or those close to them, or the reason there was none.

    `party` is NOBODY exactly when `not_engaged_because` says why.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="engagement")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    party = models.CharField(max_length=20, choices=Party.choices)
    engaged_at = models.DateTimeField(null=True)
    engaged_by = models.CharField(max_length=160, blank=True)
    how = models.CharField(max_length=20, choices=ContactHow.choices, blank=True)
    said = models.TextField(blank=True)
    not_engaged_because = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(party=Party.NOBODY) & ~models.Q(not_engaged_because=""))
                | (
                    ~models.Q(party=Party.NOBODY)
                    & models.Q(not_engaged_because="", engaged_at__isnull=False)
                ),
                name="engaged_or_why_not",
            )
        ]
        indexes = [models.Index(fields=["incident", "recorded_at"], name="engagement_of_incident")]
        ordering = ["recorded_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.get_party_display()}"


class FamilyQuestion(models.Model):
    """A question that a person or family wants answered; answered, or a reason why it cannot be."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="family_questions")
    entry = models.ForeignKey(EngagementEntry, models.PROTECT, null=True, related_name="questions")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    unanswered_because = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="question_answered_by_someone",
            )
        ]
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"Question about {self.incident}"
