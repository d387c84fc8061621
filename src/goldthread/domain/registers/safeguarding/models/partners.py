"""Partner agencies: whom the organisation refers to, works with and waits for."""

from __future__ import annotations

from django.db import models

from goldthread.access.models import Unit
from goldthread.domain.registers.safeguarding.terms import AgencyKind


class PartnerAgency(models.Model):
    """An agency of the organisation's list. `key` finds it whatever the capitals and spaces."""

    organisation = models.ForeignKey(Unit, models.PROTECT, related_name="partner_agencies")
    name = models.CharField(max_length=160)
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices, default=AgencyKind.OTHER)
    contact = models.CharField(max_length=200, blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="partner_agency_once")
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
