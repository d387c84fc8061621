"""Codes and labels of restrictions.

A register of restrictions in the community is good practice and not law: the reporting duties of
the Mental Health Units (Use of Force) Act 2018 are for inpatients.
"""

from __future__ import annotations

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db import models


class Status(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    URGENT = "urgent", "In force at once, record not authorised"
    IN_FORCE = "in_force", "In force"
    ENDED = "ended", "Ended"
    DECLINED = "declined", "Not authorised"


LIVE = (Status.URGENT, Status.IN_FORCE)


class Domain(models.TextChoices):
    """The part of life that is limited; most are not physical."""

    COMMUNITY = "community", "Going out and community access"
    CONTACT = "contact", "Contact with other people"
    MONEY = "money", "Money"
    PHONE = "phone", "Telephone and internet"
    POSSESSIONS = "possessions", "Possessions"
    HOME = "home", "Home and rooms"
    OBSERVATION = "observation", "Observation and monitoring"
    MEDICATION = "medication", "Medication"
    OTHER = "other", "Something else"


class Scale(models.TextChoices):
    """A blanket restriction holds for everyone in a place, without looking at each person
    (MHA Code of Practice, 8.5)."""

    INDIVIDUAL = "individual", "This person only"
    BLANKET = "blanket", "Everyone in a place or group"


class LegalBasis(models.TextChoices):
    CONSENT = "consent", "The person consents"
    BEST_INTERESTS = "best_interests", "Mental Capacity Act: best interests"
    MHA = "mha", "Mental Health Act, for example a community treatment order"
    COURT = "court", "Deprivation of liberty authorisation, or Court of Protection"
    TENANCY = "tenancy", "A term of the tenancy or licence"
    NONE = "none", "There is none, or nobody knows"


NAMED_BASES = (LegalBasis.MHA, LegalBasis.COURT, LegalBasis.TENANCY)


class Capacity(models.TextChoices):
    """Capacity for this decision, at this time."""

    HAS = "has", "Has capacity for this decision"
    LACKS = "lacks", "Lacks capacity for this decision"
    NOT_ASSESSED = "not_assessed", "Presumed to have capacity, not assessed"


class Involvement(models.TextChoices):
    INVOLVED = "involved", "Yes, and this is their view"
    IMPOSSIBLE = "impossible", "It was not possible, because"


class Verdict(models.TextChoices):
    """What a review decides."""

    CONTINUE = "continue", "Continue"
    REDUCE = "reduce", "Reduce"
    END = "end", "End"


class Risk(models.TextChoices):
    """The risk the restriction answers, against the last review."""

    FALLEN = "fallen", "It has fallen"
    SAME = "same", "It is the same"
    RISEN = "risen", "It has risen"


LONG_RUNNING_DAYS = 90
MOST_ALTERNATIVES = 6


def a_month_after(day: dt.date) -> dt.date:
    """The last day for a review: the same day of the next month, or the last day of a shorter."""
    return day + relativedelta(months=1)
