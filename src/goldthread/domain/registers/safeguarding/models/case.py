"""Safeguarding cases. The duty to enquire is the local authority's; the provider raises the
concern, makes people safe and cooperates (Care Act 2014, section 42; domain.md section 5)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from goldthread.access.models import Unit, User
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.people.models import Person
from goldthread.domain.registers.safeguarding.models.partners import PartnerAgency
from goldthread.domain.registers.safeguarding.terms import LeadAgency, OutcomeMet, Status
from goldthread.workflow.models import Lifecycle


class SafeguardingCase(Lifecycle):
    """One concern on one golden thread, from the triage that raised it to its end.

    `threshold_met` and `decision` are the authority's, or ours where nothing was referred; our own
    threshold decisions before a referral are rows of their own. `wanted_outcomes` are the adult's
    (Making Safeguarding Personal), asked at the beginning and looked at again when the case ends.
    """

    incident = models.OneToOneField(Incident, models.PROTECT, related_name="safeguarding_case")
    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="safeguarding_cases")
    status = models.CharField(max_length=30, choices=Status.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="safeguarding_cases")
    concern = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    referred_at = models.DateTimeField(null=True)
    referred_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(
        PartnerAgency, models.PROTECT, null=True, related_name="safeguarding_cases"
    )
    referred_to = models.CharField(max_length=160, blank=True)
    referred_how = models.CharField(max_length=160, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by_name = models.CharField(max_length=160, blank=True)
    lead_agency = models.CharField(
        max_length=20, choices=LeadAgency.choices, default=LeadAgency.UNKNOWN
    )
    lead_agency_name = models.CharField(max_length=160, blank=True)
    lead_agency_how = models.CharField(max_length=300, blank=True)
    lead_agency_on = models.DateField(null=True)
    threshold_met = models.BooleanField(null=True)
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    wanted_outcomes = models.TextField(blank=True)
    outcome_met = models.CharField(max_length=20, choices=OutcomeMet.choices, blank=True)
    closed_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_by__isnull=False),
                name="safeguarding_closed_by_someone",
            )
        ]

    def __str__(self) -> str:
        return f"Safeguarding case of {self.incident}"
