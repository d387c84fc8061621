"""Problems with a partner that go on, raised by letter or at the Board, and their outcome."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.access.sealed import SealedField
from goldthread.domain.registers.interfaces.terms import IssueOutcome, IssueRoute, IssueStatus
from goldthread.domain.registers.safeguarding.models import PartnerAgency
from goldthread.workflow.models import Lifecycle


class PartnerIssue(Lifecycle):
    """One problem with one partner, from the rule that found it to its outcome.

    `found` keeps the counts and the version of the rule as they were when it was opened. The
    letter's exact text is sealed, its hash stands in the trail.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="partner_issues")
    partner = models.ForeignKey(PartnerAgency, models.PROTECT, related_name="issues")
    status = models.CharField(max_length=30, choices=IssueStatus.choices)
    found = models.JSONField()
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    route = models.CharField(max_length=20, choices=IssueRoute.choices, blank=True)
    raised_on = models.DateField(null=True)
    raised_to = models.CharField(max_length=200, blank=True)
    letter_subject = models.CharField(max_length=200, blank=True)
    letter = SealedField(blank=True, default="")
    letter_hash = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=20, choices=IssueOutcome.choices, blank=True)
    outcome_words = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status__in=["open", "raised"]),
                name="one_open_issue_a_partner",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_by__isnull=False) & ~Q(outcome=""),
                name="issue_ended_with_an_outcome",
            ),
        ]
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What stands for it in letters."""
        return f"PI-{self.pk:05d}"
