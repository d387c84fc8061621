"""The duty of candour of one incident: where it stands, who decided, who was tried."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.decision_tools.models import Run
from goldthread.domain.candour.terms import (
    AttemptResult,
    ContactHow,
    ContactOutcome,
    Relationship,
    Status,
    ToldHow,
)
from goldthread.domain.incidents.models import Incident
from goldthread.workflow.models import Lifecycle


def _together(moment: str, person: str) -> models.CheckConstraint:
    """A moment and its person are there both or neither."""
    return models.CheckConstraint(
        condition=Q(**{f"{moment}__isnull": True, f"{person}__isnull": True})
        | Q(**{f"{moment}__isnull": False, f"{person}__isnull": False}),
        name=f"candour_{moment}_has_its_person",
    )


class Candour(Lifecycle):
    """One for each incident, made when first needed.

    `suggested_because` holds the sentences for which triage asked the question; it decides
    nothing. `person_*` describe the relevant person. `contact_outcome` says that candour ended
    because the person could not be reached or did not want contact.
    """

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="candour")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    status = models.CharField(max_length=30, choices=Status.choices)
    opened_at = models.DateTimeField()
    suggested_because = models.JSONField(default=list)
    lead = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    person_name = SealedField(blank=True, default="")
    person_contact = SealedField(blank=True, default="")
    person_relationship = models.CharField(max_length=20, choices=Relationship.choices, blank=True)
    person_basis = models.TextField(blank=True)
    person_needs = models.TextField(blank=True)

    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    told_how = models.CharField(max_length=20, choices=ToldHow.choices, blank=True)
    told_how_why = models.TextField(blank=True)
    account = models.TextField(blank=True)
    enquiries = models.TextField(blank=True)
    apology = models.TextField(blank=True)

    supported_at = models.DateTimeField(null=True)
    supported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    support_offered = models.TextField(blank=True)
    support_taken = models.TextField(blank=True)

    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    results_shared_at = models.DateTimeField(null=True)
    results_shared_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    contact_outcome = models.CharField(max_length=20, choices=ContactOutcome.choices, blank=True)
    contact_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            _together("told_at", "told_by"),
            _together("supported_at", "supported_by"),
            _together("written_at", "written_by"),
            _together("results_shared_at", "results_shared_by"),
            _together("completed_at", "completed_by"),
        ]
        indexes = [models.Index(fields=["organisation", "status"], name="candour_by_status")]

    def __str__(self) -> str:
        return f"Candour of {self.incident}"


class Decision(models.Model):
    """Whether the duty applies, as decided once. Later decisions are added, never written over."""

    candour = models.ForeignKey(Candour, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    run = models.OneToOneField(Run, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=20, choices=Status.choices)
    professional = models.CharField(max_length=200)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    next_decider = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    next_decision_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candour", "number"], name="candour_decision_once")
        ]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.candour}: {self.get_outcome_display()}"


class Attempt(models.Model):
    """One attempt to make contact (regulation 20(5) asks for a written record of each)."""

    candour = models.ForeignKey(Candour, models.PROTECT, related_name="attempts")
    tried_at = models.DateTimeField()
    tried_by = models.CharField(max_length=160)
    how = models.CharField(max_length=20, choices=ContactHow.choices)
    result = models.CharField(max_length=20, choices=AttemptResult.choices)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["tried_at", "pk"]

    def __str__(self) -> str:
        return f"{self.candour}: tried {self.tried_at:%Y-%m-%d}"

    @property
    def words(self) -> str:
        """`Telephone, by Dana Whitlock. No answer. Rang twice.`"""
        said = f"{self.get_how_display()}, by {self.tried_by}. {self.get_result_display()}."
        return f"{said} {self.note}".strip()
