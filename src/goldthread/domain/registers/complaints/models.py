"""Complaints. Who complains, their words and our answer are encrypted at rest: they hold names."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.complaints.terms import Consent, From, How, Outcome, Status
from goldthread.domain.registers.people.models import Person
from goldthread.workflow.models import Lifecycle


class Complaint(Lifecycle):
    """One complaint about a team, and its learning record.

    `about` says it in a line without names; `words` are theirs. It may start or be linked to an
    incident, whose actions are then its actions; restrictions point to the complaint.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="complaints")
    status = models.CharField(max_length=30, choices=Status.choices)
    reference = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="complaints")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="complaints")
    made_by = models.CharField(max_length=20, choices=From.choices)
    from_name = SealedField()
    from_contact = SealedField(blank=True, default="")
    consent = models.CharField(max_length=20, choices=Consent.choices)
    how = models.CharField(max_length=20, choices=How.choices)
    about = models.CharField(max_length=200)
    words = SealedField()
    wanted = SealedField(blank=True, default="")
    about_restriction = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_how = SealedField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answer = SealedField(blank=True, default="")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    upheld = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="complaint_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | (Q(closed_by__isnull=False) & ~Q(changes="")),
                name="complaint_closed_with_learning",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-received_at"], name="complaint_newest"),
            models.Index(fields=["unit", "status"], name="complaint_at_unit"),
        ]

    def __str__(self) -> str:
        return self.reference


class ComplaintCounter(models.Model):
    """The last number given to a complaint of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
