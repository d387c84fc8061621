"""Early warning indicators of an organisation, each wording kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.clocks.terms import TimeUnit


class Indicator(models.Model):
    """One early warning indicator. A retired one stays on what was observed."""

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    code = models.SlugField(max_length=60)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "code"], name="escalation_indicator_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(models.Model):
    """What an indicator says from `made_at` on: its threshold, the step-up and its timescale.

    An empty step-up means that the indicator leads to nothing defined: it is unmapped.
    """

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    meaning = models.TextField(blank=True)
    threshold = models.CharField(max_length=300, blank=True)
    step_up = models.CharField(max_length=300, blank=True)
    within_amount = models.PositiveIntegerField(null=True)
    within_unit = models.CharField(max_length=20, choices=TimeUnit.choices, blank=True)
    source_text = models.TextField(blank=True)
    needs_checking = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "number"], name="escalation_indicator_version_once"
            ),
            models.CheckConstraint(
                condition=Q(step_up="", within_amount__isnull=True, within_unit="")
                | (~Q(step_up="") & Q(within_amount__isnull=False) & ~Q(within_unit="")),
                name="escalation_step_up_has_a_timescale",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def mapped(self) -> bool:
        """Whether the indicator leads to a defined step-up within a timescale (row 58)."""
        return bool(self.step_up)
