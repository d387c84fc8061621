"""The high-risk cohort, by explicit criteria, and the log of crises it is measured by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.registers.escalation.models.episodes import Episode
from goldthread.domain.registers.escalation.terms import (
    CohortStatus,
    Contact,
    CrisisStatus,
    Precision,
    Stage,
)
from goldthread.domain.registers.people.models import Person
from goldthread.workflow.models import Lifecycle


class CohortDefinition(models.Model):
    """Who is in the cohort, from `made_at` on: explicit indicators, never a label of risk.

    Someone is in it who had the threshold met of `indicators` different indicators or more within
    `days`, or whom a senior flagged with a reason (domain.md, trap 5).
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    indicators = models.PositiveSmallIntegerField()
    days = models.PositiveSmallIntegerField()
    flagged_too = models.BooleanField(default=True)
    because = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="escalation_definition_once"
            )
        ]

    def __str__(self) -> str:
        return f"Definition {self.number}"


class RiskFlag(models.Model):
    """A senior's reason to count someone in the cohort whom the indicators do not show."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="risk_flags")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.TextField()
    flagged_at = models.DateTimeField()
    flagged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_because = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.person}: flagged"


class Cohort(Lifecycle):
    """The cohort frozen for a measurement: who was in it by one definition at one time.

    `frame` holds the references and criteria as they were frozen and `frame_hash` its SHA-256; it
    is never changed. Crises are counted from `counts_from_on`, before and after.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=CohortStatus.choices)
    definition = models.ForeignKey(CohortDefinition, models.PROTECT, related_name="cohorts")
    name = models.CharField(max_length=120)
    as_of = models.DateTimeField()
    counts_from_on = models.DateField()
    size = models.PositiveIntegerField()
    frame = models.TextField()
    frame_hash = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class CohortMember(models.Model):
    """Someone in a frozen cohort; follows the person when records are merged."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="cohorts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person} in {self.cohort}"


class Crisis(Lifecycle):
    """A crisis, and at which stage escalation came."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="crises")
    person = models.ForeignKey(Person, models.PROTECT, related_name="crises")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="crises")
    status = models.CharField(max_length=30, choices=CrisisStatus.choices)
    happened_at = models.DateTimeField()
    precision = models.CharField(max_length=10, choices=Precision.choices)
    contact = models.CharField(max_length=20, choices=Contact.choices)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="recorded") | ~Q(withdrawn_because=""),
                name="escalation_crisis_withdrawn_with_reason",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-happened_at"], name="escalation_crisis_when"),
            models.Index(fields=["unit", "-happened_at"], name="escalation_crisis_at_unit"),
        ]
        verbose_name_plural = "crises"

    def __str__(self) -> str:
        return f"Crisis of {self.person}"
