"""Codes and labels of interfaces between agencies."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Superseded"


class Answer(models.TextChoices):
    AGREES = "agrees", "Agrees"
    ASKS = "asks", "Asks for a change"


class IssueStatus(models.TextChoices):
    OPEN = "open", "Opened"
    RAISED = "raised", "Raised formally"
    ENDED = "ended", "Ended"


class IssueRoute(models.TextChoices):
    LETTER = "letter", "Formal letter"
    BOARD = "board", "Log of the Safeguarding Adults Board"


class IssueOutcome(models.TextChoices):
    MENDED = "mended", "Mended: it has not come back"
    PARTLY = "partly", "Partly mended"
    NOT_MENDED = "not_mended", "Not mended"


TEMPLATE = "who_owns_what"
NO_TEMPLATE, FAULTY_TEMPLATE, PUBLISHED_TEMPLATE = "IFT-01", "IFT-02", "IFT-03"
ANSWER_CLOCK = "partner_acknowledgement"

LETTER_FIELDS = {
    "recipient": "who the letter is to",
    "partner": "the agency",
    "since": "since when",
    "what_was_found": "what was found",
    "what_it_meant": "what it meant for people",
    "what_we_ask": "what we ask for",
    "our_part": "what we will change ourselves",
    "answer_by": "the day by which we ask for an answer",
    "signatory_name": "who signs",
    "signatory_role": "the signatory's role",
    "organisation": "the organisation's name",
    "reference": "our reference",
}
