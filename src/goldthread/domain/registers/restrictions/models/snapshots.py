"""The register as it stood at the end of a month, kept so that two months can be compared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User


class Snapshot(models.Model):
    """Every restriction in force on one day, frozen with the digest of its rows.

    `taken_by` is empty where the product took it at the turn of the month. Rows are JSON without
    names; they are read through the units of whoever reads.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="restriction_snapshots")
    month = models.DateField()
    stands_on = models.DateField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    rows = models.TextField()
    digest = models.CharField(max_length=64)
    in_force = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month"],
                condition=Q(taken_by__isnull=True),
                name="restriction_snapshot_each_month",
            )
        ]
        indexes = [models.Index(fields=["organisation", "-month"], name="restriction_snapshots")]

    def __str__(self) -> str:
        return f"Restrictions in {self.month:%m %Y}"
