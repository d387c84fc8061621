"""Roll-ups, denominators, and how far the roll-ups have followed the trail."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import Unit, User
from goldthread.domain.insight.measures.terms import Dimension, Exposure


class Tally(models.Model):
    """One measure of one unit and everything below it, in one month, for one value of a dimension.

    `count` of `of`: for a count the two are the same; for a spread `count` is how many have a
    length. `spread` holds {length in hours: how many} for spreads, and {day of the month: how
    many} for counts. Nothing is written down where nothing happened.
    """

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="tallies")
    month = models.DateField()
    measure = models.SlugField(max_length=60)
    dimension = models.CharField(max_length=20, choices=Dimension.choices, blank=True)
    value = models.CharField(max_length=20, blank=True)
    count = models.PositiveIntegerField()
    of = models.PositiveIntegerField()
    spread = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "dimension", "month", "measure", "value"], name="tallied_once"
            ),
            models.CheckConstraint(
                condition=models.Q(count__lte=models.F("of")), name="tally_counts_within"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="tally_of_month")]

    def __str__(self) -> str:
        return f"{self.measure} of {self.unit} in {self.month:%Y-%m}: {self.count} of {self.of}"


class Denominator(models.Model):
    """How many people were on a unit's caseload in a month, or how many contacts it had."""

    organisation = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="denominators")
    month = models.DateField()
    exposure = models.CharField(max_length=20, choices=Exposure.choices)
    amount = models.PositiveIntegerField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "exposure", "month"], name="denominator_entered_once"
            )
        ]
        indexes = [models.Index(fields=["organisation", "month"], name="denominator_of_month")]

    def __str__(self) -> str:
        return f"{self.get_exposure_display()} of {self.unit} in {self.month:%Y-%m}: {self.amount}"


class Progress(models.Model):
    """How far the roll-ups are; one row.

    `followed_to` is the last entry of the trail that was looked at. Entries may be committed out
    of order, so each night everything since `settled_to` is looked at again; `night_to` is where
    the night before had got to. `definitions` tells the definitions that were counted with.
    """

    followed_to = models.BigIntegerField(default=0)
    night_to = models.BigIntegerField(default=0)
    settled_to = models.BigIntegerField(default=0)
    definitions = models.CharField(max_length=64, blank=True)
    counted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Counted to entry {self.followed_to}"
