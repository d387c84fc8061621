"""Rows of the register, what else was tried, and each review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.restrictions.terms import (
    Capacity,
    Domain,
    Involvement,
    LegalBasis,
    Risk,
    Scale,
    Status,
    Verdict,
)
from goldthread.domain.registers.safeguarding.models import (
    SafeguardingAction,
    SafeguardingCase,
)
from goldthread.workflow.models import Lifecycle


class Restriction(Lifecycle):
    """One limit on one person's life, in plain words, at the team that serves them.

    `domains` are codes with commas between. `review_on` is when the next decision is due; the
    first date is kept beside it. An urgent one begins with less: `record_due_at` is when the rest
    has to be there. `completed_at` says that the whole record was written.
    """

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="restrictions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="restrictions")
    status = models.CharField(max_length=30, choices=Status.choices)
    reference = models.CharField(max_length=20)
    words = models.TextField()
    domains = models.CharField(max_length=120)
    scale = models.CharField(max_length=20, choices=Scale.choices)
    trigger = models.TextField(blank=True)
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="restrictions")
    complaint = models.ForeignKey(Complaint, models.PROTECT, null=True, related_name="restrictions")
    safeguarding_case = models.ForeignKey(
        SafeguardingCase, models.PROTECT, null=True, related_name="restrictions"
    )
    safeguarding_action = models.ForeignKey(
        SafeguardingAction, models.PROTECT, null=True, related_name="restrictions"
    )
    rationale = models.TextField(blank=True)
    rights = models.TextField(blank=True)
    safety = models.TextField(blank=True)
    proportionality = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=20, choices=LegalBasis.choices, blank=True)
    legal_reference = models.TextField(blank=True)
    capacity = models.CharField(max_length=20, choices=Capacity.choices, blank=True)
    capacity_record = models.TextField(blank=True)
    involvement = models.CharField(max_length=20, choices=Involvement.choices, blank=True)
    view = models.TextField(blank=True)
    family = models.TextField(blank=True)
    started_on = models.DateField()
    review_on = models.DateField(null=True)
    first_review_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    exit_criteria = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    urgent_because = models.TextField(blank=True)
    record_due_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    in_force_at = models.DateTimeField(null=True)
    authorised_at = models.DateTimeField(null=True)
    authorised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    declined_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reference"], name="restriction_reference_once"
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force")
                | (Q(review_on__isnull=False) & Q(authorised_by__isnull=False)),
                name="restriction_in_force_has_review_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force") | ~Q(legal_basis__in=["", "none"]),
                name="restriction_in_force_is_lawful",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force", scale="blanket")
                | Q(safeguarding_action__isnull=False),
                name="restriction_blanket_has_safeguarding",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | Q(ended_at__isnull=False),
                name="restriction_ended_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "status", "review_on"], name="restriction_due"),
            models.Index(fields=["person"], name="restriction_of_person"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def domain_list(self) -> list[Domain]:
        """The parts of life it limits."""
        return [Domain(code) for code in self.domains.split(",") if code]


class Alternative(models.Model):
    """Something tried or considered instead, and why it is not enough."""

    restriction = models.ForeignKey(Restriction, models.CASCADE, related_name="alternatives")
    what = models.TextField()
    tried = models.BooleanField(default=False)
    why_not = models.TextField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.what


class Decision(models.Model):
    """One review: what was decided, why, and what had changed. Never altered."""

    restriction = models.ForeignKey(Restriction, models.PROTECT, related_name="decisions")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    reason = models.TextField()
    what_changed = models.TextField()
    risk = models.CharField(max_length=20, choices=Risk.choices)
    why_not_reduced = models.TextField(blank=True)
    view = models.TextField()
    was_due_on = models.DateField(null=True)
    next_review_on = models.DateField(null=True)
    words_before = models.TextField()
    words_after = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="end") | Q(next_review_on__isnull=False),
                name="restriction_goes_on_with_a_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.restriction}: {self.get_verdict_display()}"


class RestrictionCounter(models.Model):
    """The last number given to a restriction of an organisation."""

    organisation = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.last)
