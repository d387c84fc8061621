"""Codes and labels of safeguarding cases."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    CONCERN = "concern", "Concern"
    REFERRED = "referred", "Referred"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    DECIDED = "decided", "Decision made"
    CLOSED = "closed", "Closed"


class LeadAgency(models.TextChoices):
    """Who leads: confirmed by name, date and how, or only assumed (capabilities row 72)."""

    UNKNOWN = "unknown", "Not known yet"
    ASSUMED = "assumed", "Assumed, not confirmed"
    CONFIRMED = "confirmed", "Confirmed"


class OutcomeMet(models.TextChoices):
    """Making Safeguarding Personal: was the adult's wanted outcome met?"""

    NOT_ASKED = "not_asked", "Not asked, with a reason"
    MET = "met", "Met"
    PARTLY = "partly", "Partly met"
    NOT_MET = "not_met", "Not met"
