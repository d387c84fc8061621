"""Recall checks and the people drawn for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.learning.bulletins.models import Bulletin
from goldthread.domain.learning.library.models import Item
from goldthread.domain.learning.recall.terms import NotAsked, Status
from goldthread.instruments.models import InstrumentVersion, Response
from goldthread.workflow.models import Lifecycle


class Check(Lifecycle):
    """One draw of staff at a unit, to be asked about one learning item.

    `frame` is the whole list the draw was made from, as JSON, encrypted because it says who works
    where; `seed` and `excluded` repeat the draw. `everyone` says that the sample asked for was as
    large as the list, so that all were asked and nothing is estimated.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status.choices)
    item = models.ForeignKey(Item, models.PROTECT, related_name="recall_checks")
    bulletin = models.ForeignKey(Bulletin, models.PROTECT, null=True, related_name="recall_checks")
    instrument_version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="+")
    roles = models.JSONField()
    ask_by = models.DateField()
    size = models.PositiveSmallIntegerField()
    everyone = models.BooleanField()
    seed = models.CharField(max_length=60)
    frame = SealedField()
    frame_size = models.PositiveIntegerField()
    frame_hash = models.CharField(max_length=64)
    excluded = models.JSONField(default=list)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="drawn") | Q(done_at__isnull=False, done_by__isnull=False),
                name="recall_done_by_someone",
            )
        ]
        indexes = [models.Index(fields=["unit", "-drawn_at"], name="recall_at_unit")]

    def __str__(self) -> str:
        return f"{self.item} at {self.unit}"


class Asked(models.Model):
    """One person drawn: what they answered, or why they were not asked."""

    check_of = models.ForeignKey(Check, models.PROTECT, related_name="people")
    number = models.PositiveSmallIntegerField()
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    response = models.OneToOneField(Response, models.PROTECT, null=True, related_name="+")
    not_asked = models.CharField(max_length=10, choices=NotAsked.choices, blank=True)
    noted_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "number"], name="recall_numbered_once"),
            models.UniqueConstraint(fields=["check_of", "user"], name="recall_asked_once"),
            models.CheckConstraint(
                condition=Q(response__isnull=True) | Q(not_asked=""),
                name="recall_answered_or_not",
            ),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Person {self.number} of {self.check_of}"
