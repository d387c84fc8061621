"""Codes and labels of safeguarding cases."""

from __future__ import annotations

from django.db import models

LEAD_ROLE = "safeguarding_lead"


class Status(models.TextChoices):
    CONCERN = "concern", "Concern"
    REFERRED = "referred", "Referred"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    DECIDED = "decided", "Decision made"
    CLOSED = "closed", "Closed"


# Between these the next word is the partner's; before and after it is ours.
WAITS_FOR_PARTNER = (Status.REFERRED, Status.ACKNOWLEDGED)
WAITS_FOR_US = (Status.CONCERN, Status.DECIDED)


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


class ActionStatus(models.TextChoices):
    """An action within a case. Overdue is worked out from its day, never stored."""

    OPEN = "open", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "No longer needed"


class AgencyKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority, adults"
    CHILDREN = "children", "Local authority, children"
    POLICE = "police", "Police"
    NHS = "nhs", "NHS trust or general practice"
    HOUSING = "housing", "Housing"
    CARE_PROVIDER = "care_provider", "Care or support provider"
    OTHER = "other", "Another agency"


class Step(models.TextChoices):
    """The steps of a case that have a time of their own."""

    REFERRAL = "referral", "Referral"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    DECISION = "decision", "Authority's decision"


CLOCK_OF = {
    Step.REFERRAL: "safeguarding_referral",
    Step.ACKNOWLEDGEMENT: "safeguarding_acknowledgement",
    Step.DECISION: "safeguarding_authority_decision",
}
LEAD_CLOCK = "lead_agency_confirmation"
# What we wait for from a partner; each has a ladder in the organisation's time limits.
PARTNER_CLOCKS = (CLOCK_OF[Step.ACKNOWLEDGEMENT], CLOCK_OF[Step.DECISION])


class DelayReason(models.TextChoices):
    """Why a step was late (capabilities row 71: "uncertain about thresholds")."""

    THRESHOLD_UNCLEAR = "threshold_unclear", "We were not sure that the threshold was met"
    WHERE_UNCLEAR = "where_unclear", "We were not sure whom to refer to"
    LEAD_ASSUMED = "lead_assumed", "We thought that another agency was leading"
    INFORMATION = "information", "We waited for information"
    CONSENT = "consent", "Consent or capacity had to be settled first"
    PARTNER_SILENT = "partner_silent", "The partner did not answer"
    PARTNER_PROCESS = "partner_process", "The partner’s own process took longer"
    OUT_OF_HOURS = "out_of_hours", "It fell outside working hours"
    WORKLOAD = "workload", "Nobody was free to do it"
    OTHER = "other", "Another reason"


PARTNER_REASONS = (DelayReason.PARTNER_SILENT, DelayReason.PARTNER_PROCESS)


def key_of(name: str) -> str:
    """What finds an agency however its name was typed: no capitals, no doubled spaces."""
    return " ".join(name.casefold().split())[:160]
