"""People served, as the registers know them. Names and numbers are encrypted at rest."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.registers.people.terms import Status
from goldthread.workflow.models import Lifecycle


class Person(Lifecycle):
    """Someone the service serves, at the team that serves them now.

    `reference` (P-00012) stands for the person wherever a name must not. Equal names and numbers
    are found through the keyed indexes, never by reading every record. A record found to be of
    someone already recorded is merged: it stays, and points to the one that goes on.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="people_served")
    status = models.CharField(max_length=30, choices=Status.choices)
    reference = models.CharField(max_length=20)
    name = SealedField()
    record_number = SealedField(blank=True, default="")
    nhs_number = SealedField(blank=True, default="")
    name_index = models.CharField(max_length=32, db_index=True)
    record_index = models.CharField(max_length=32, blank=True, db_index=True)
    nhs_index = models.CharField(max_length=32, blank=True, db_index=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="person_reference_once"
            ),
            models.CheckConstraint(
                condition=Q(status="current", merged_into__isnull=True)
                | Q(status="merged", merged_into__isnull=False),
                name="person_merged_into_someone",
            ),
            models.UniqueConstraint(
                fields=["organisation", "record_index"],
                condition=Q(status="current") & ~Q(record_index=""),
                name="person_record_number_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "nhs_index"],
                condition=Q(status="current") & ~Q(nhs_index=""),
                name="person_nhs_number_once",
            ),
        ]
        indexes = [models.Index(fields=["unit", "status"], name="person_at_unit")]

    def __str__(self) -> str:
        return self.reference


class PersonCounter(models.Model):
    """The last number given to a person of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
