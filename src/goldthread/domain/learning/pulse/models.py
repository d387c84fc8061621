"""Pulses, and how many gave each answer where. No row here stands for one person's answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.learning.pulse.terms import HIGHEST, LOWEST, Status
from goldthread.workflow.models import Lifecycle


class Pulse(Lifecycle):
    """One asking of all staff, open between two days. `definition` is what was asked, as shipped."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status.choices)
    definition = models.JSONField()
    opened_on = models.DateField()
    closes_on = models.DateField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(status="open"), name="one_pulse_open"
            ),
            models.CheckConstraint(
                condition=Q(status="open") | Q(closed_at__isnull=False), name="pulse_closed_at"
            ),
        ]

    def __str__(self) -> str:
        return f"Pulse of {self.opened_on}"


class Tally(models.Model):
    """How many at one unit gave one score to one question. There are no single answers to link."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    question = models.SlugField(max_length=40)
    score = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pulse", "unit", "question", "score"], name="pulse_tallied_once"
            ),
            models.CheckConstraint(
                condition=Q(score__gte=LOWEST, score__lte=HIGHEST), name="pulse_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.score}: {self.count}"


class TakenPart(models.Model):
    """That somebody took part, so that nobody does twice: a mark that only the key of the
    deployment can make again, with no time, no team and no answer beside it."""

    pulse = models.ForeignKey(Pulse, models.CASCADE, related_name="taken_part")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pulse", "mark"], name="pulse_answered_once")
        ]

    def __str__(self) -> str:
        return self.mark[:8]
