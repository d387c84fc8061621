"""Codes and labels of complaints."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


OPEN_STATUSES = (Status.RECEIVED, Status.ACKNOWLEDGED, Status.ANSWERED)


class From(models.TextChoices):
    """Who complains."""

    PERSON = "person", "The person themselves"
    FAMILY = "family", "Family or friend"
    ADVOCATE = "advocate", "Advocate"
    OTHER = "other", "Someone else"


class How(models.TextChoices):
    """How it reached us."""

    IN_PERSON = "in_person", "In person"
    TELEPHONE = "telephone", "By telephone"
    LETTER = "letter", "By letter"
    EMAIL = "email", "By email"
    ONLINE = "online", "Online"


class Consent(models.TextChoices):
    """Whether the person agrees that someone else is answered about them.

    Regulation 5 of the 2009 complaints regulations: a representative acts on request, or where
    the person cannot complain themselves and it is in their best interests.
    """

    OWN = "own", "They complain themselves"
    GIVEN = "given", "They agree"
    BEST_INTERESTS = "best_interests", "They cannot decide this, and it is in their best interests"
    REFUSED = "refused", "They do not agree"
    NOT_ASKED = "not_asked", "Not asked yet"


class Outcome(models.TextChoices):
    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Partly upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
