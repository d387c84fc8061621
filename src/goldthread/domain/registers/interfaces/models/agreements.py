"""Agreements of who owns what with one partner, for one case or for all work together."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.registers.interfaces.terms import Answer, Status
from goldthread.domain.registers.safeguarding.models import PartnerAgency, SafeguardingCase
from goldthread.workflow.models import Lifecycle


class InterfaceAgreement(Lifecycle):
    """Tasks, each with the agency and person that own it; agreed by the partner, later replaced.

    A partner reads it by a link, so it names nobody served: `reference` stands for the case. The
    wording that was agreed is the one that stands: an agreed version's rows never change.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="interface_agreements")
    case = models.ForeignKey(SafeguardingCase, models.PROTECT, null=True, related_name="agreements")
    partner = models.ForeignKey(PartnerAgency, models.PROTECT, related_name="agreements")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    status = models.CharField(max_length=30, choices=Status.choices)
    escalation = models.TextField(blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_name = models.CharField(max_length=160, blank=True)
    agreed_role = models.CharField(max_length=160, blank=True)
    agreed_how = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="agreed")
                | Q(agreed_at__isnull=False) & ~Q(agreed_name="") & ~Q(agreed_role=""),
                name="agreement_agreed_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "status"], name="agreements_by_status")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What stands for it wherever a person or a case must not be named."""
        return f"IA-{self.pk:05d}"

    @property
    def thread(self) -> int | None:
        """The golden thread of its case; none where it is for all work with the partner."""
        return self.case.incident_id if self.case else None


class AgreementRow(models.Model):
    """One task: who owns it, by when, what is shared, and who steps in."""

    agreement = models.ForeignKey(InterfaceAgreement, models.CASCADE, related_name="rows")
    order = models.PositiveSmallIntegerField()
    task = models.CharField(max_length=300)
    agency = models.CharField(max_length=160)
    person = models.CharField(max_length=160, blank=True)
    deadline = models.CharField(max_length=160, blank=True)
    shared = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    backup = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="agreement_row_once")
        ]

    def __str__(self) -> str:
        return self.task


class PartnerAnswer(models.Model):
    """What the partner said of a version: agrees, or asks for a change."""

    agreement = models.ForeignKey(InterfaceAgreement, models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    link = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_answer_display()}: {self.agreement}"
