"""Codes and labels of incidents. Harm codes map to LFPSE taxonomy 5 in `LFPSE_*` (domain.md §1)."""

from __future__ import annotations

from django.db import models


class EventType(models.TextChoices):
    """LFPSE's four event types, with near misses told apart from incidents."""

    INCIDENT = "incident", "Incident: someone was or could have been harmed"
    NEAR_MISS = "near_miss", "Near miss: it was stopped before it reached anyone"
    RISK = "risk", "Risk or concern: something that could go wrong"
    OUTCOME = "outcome", "Poor outcome: not yet clear whether care played a part"
    GOOD_CARE = "good_care", "Good care: something others could learn from"


EVENT_SHORT = {
    EventType.INCIDENT: "Incident",
    EventType.NEAR_MISS: "Near miss",
    EventType.RISK: "Risk or concern",
    EventType.OUTCOME: "Poor outcome",
    EventType.GOOD_CARE: "Good care",
}


class Status(models.TextChoices):
    REPORTED = "reported", "Reported"
    TRIAGED = "triaged", "Triaged"
    IN_REVIEW = "in_review", "In review"
    ACTING = "acting", "Acting"
    VERIFYING = "verifying", "Verifying"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn as a duplicate"


OPEN_STATUSES = (
    Status.REPORTED,
    Status.TRIAGED,
    Status.IN_REVIEW,
    Status.ACTING,
    Status.VERIFYING,
)


class Closure(models.TextChoices):
    """How a closed incident was closed; the two are never shown or counted alike."""

    VERIFIED = "verified", "Verified: practice changed and was checked"
    WITH_REASON = "with_reason", "Closed with a reason, not verified"
    HISTORICAL = "historical", "Closed in the previous system, not verified here"


class Route(models.TextChoices):
    SIGNED_IN = "signed_in", "Signed in"
    CONFIDENTIAL = "confidential", "Confidential: only the patient-safety team knows who"
    ANONYMOUS = "anonymous", "Anonymous: nobody knows who"
    PERSON_OR_FAMILY = "person_or_family", "A person using the service, or their family"
    IMPORTED = "imported", "Imported from another system"


class DraftFor(models.TextChoices):
    """Whose unfinished report a draft is: a person's own, or one that only its browser knows."""

    OWN = "own", "Someone signed in"
    ANONYMOUS = "anonymous", "An anonymous reporter"
    FAMILY = "family", "A person using the service, or their family"


class Precision(models.TextChoices):
    """How well a time is known."""

    EXACT = "exact", "I know the time"
    ABOUT = "about", "About this time, within an hour or so"
    DAY = "day", "I know the day, not the time"
    MONTH = "month", "I know the month only"
    UNKNOWN = "unknown", "I do not know when"


class PhysicalHarm(models.TextChoices):
    NONE = "none", "No physical harm"
    LOW = "low", "Low physical harm"
    MODERATE = "moderate", "Moderate physical harm"
    SEVERE = "severe", "Severe physical harm"
    FATAL = "fatal", "Fatal: the person died"


class PsychologicalHarm(models.TextChoices):
    """Its own scale: there is no fatal psychological harm, and neither scale is converted."""

    NONE = "none", "No psychological harm"
    LOW = "low", "Low psychological harm"
    MODERATE = "moderate", "Moderate psychological harm"
    SEVERE = "severe", "Severe psychological harm"


LFPSE_PHYSICAL = {"none": "5", "low": "4", "moderate": "3", "severe": "2", "fatal": "1"}
LFPSE_PSYCHOLOGICAL = {"none": "4", "low": "3", "moderate": "2", "severe": "1"}
HARM_ORDER = ("", "none", "low", "moderate", "severe", "fatal")


class PersonKind(models.TextChoices):
    PERSON_SERVED = "person_served", "Person using the service"
    FAMILY = "family", "Family member or carer"
    STAFF = "staff", "Member of staff"
    OTHER = "other", "Someone else"


class AgeBracket(models.TextChoices):
    UNDER_18 = "under_18", "Under 18"
    FROM_18 = "18_to_25", "18 to 25"
    FROM_26 = "26_to_44", "26 to 44"
    FROM_45 = "45_to_64", "45 to 64"
    FROM_65 = "65_to_79", "65 to 79"
    FROM_80 = "80_and_over", "80 and over"
    UNKNOWN = "unknown", "Not known"


class Tier(models.TextChoices):
    RAPID = "rapid", "Rapid learning review"
    THEMATIC = "thematic", "Thematic review"
    STRUCTURED = "structured", "Structured analysis"


class Potential(models.TextChoices):
    """The worst that could credibly have happened."""

    NONE = "none", "No harm"
    LOW = "low", "Low harm"
    MODERATE = "moderate", "Moderate harm"
    SEVERE = "severe", "Severe harm or death"


class TriageQuestion(models.TextChoices):
    SAFEGUARDING = "safeguarding", "Does this need immediate safeguarding escalation?"
    CLINICAL_REVIEW = "clinical_review", "Does this need a clinical review?"
    PARTNER = "partner", "Does a partner agency need to be told?"
    SERIOUS = "serious", "Does this need a serious-incident process?"


class Side(models.TextChoices):
    """Who wrote a message of the conversation with the reporter."""

    REPORTER = "reporter", "Reporter"
    SERVICE = "service", "Service"


class TagKind(models.TextChoices):
    PATHWAY = "pathway", "Pathway"
    SERVICE_MODEL = "service_model", "Service model"
