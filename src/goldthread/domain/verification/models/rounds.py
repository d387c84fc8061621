"""Rounds, the samples drawn for them, and the cases checked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import User
from goldthread.access.sealed import SealedField
from goldthread.domain.verification.models.plan import Plan
from goldthread.domain.verification.terms import FrameSource, RoundKind
from goldthread.instruments.models import Response


class Round(models.Model):
    """One sitting of checking: the baseline before the change, a round after it, or a re-check.

    Whether it is due, late or done follows from its times. `frame` is the whole list, as JSON
    rows, encrypted because lists of files name people; `seed` and `excluded` repeat the draw.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="rounds")
    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=RoundKind.choices)
    number = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    frame = SealedField(blank=True, default="")
    frame_source = models.CharField(max_length=10, choices=FrameSource.choices, blank=True)
    frame_words = models.CharField(max_length=300, blank=True)
    frame_size = models.PositiveIntegerField(default=0)
    frame_hash = models.CharField(max_length=64, blank=True)
    stratify = models.CharField(max_length=80, blank=True)
    draw_method = models.CharField(max_length=20, blank=True)
    seed = models.CharField(max_length=60, blank=True)
    excluded = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    short_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "cycle", "kind", "number"], name="round_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(drawn_at__isnull=True) | Q(drawn_by__isnull=False),
                name="sample_drawn_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_by__isnull=False),
                name="round_done_by_someone",
            ),
        ]
        ordering = ["cycle", "due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number} of {self.plan}"

    @property
    def unit(self) -> object:
        return self.plan.unit

    @property
    def organisation_id(self) -> int:
        return self.plan.organisation_id

    @property
    def thread(self) -> int:
        """The number of the golden thread it belongs to."""
        return self.plan.incident_id


class Case(models.Model):
    """One case to check, drawn or seen. `label` may name a file and is encrypted."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="cases")
    number = models.PositiveIntegerField()
    row = models.PositiveIntegerField(null=True)
    label = SealedField(blank=True, default="")
    stratum = models.CharField(max_length=120, blank=True)
    read_twice = models.BooleanField(default=False)
    setting = models.CharField(max_length=200, blank=True)
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="+")
    unavailable_because = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="case_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Case {self.number} of {self.round}"
