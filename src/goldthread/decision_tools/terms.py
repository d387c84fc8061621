"""Codes of decision tools."""

from __future__ import annotations

from django.db import models


class AnsweredBy(models.TextChoices):
    """Who gave an answer: somebody, or the product from what the record already says."""

    PERSON = "person", "Answered by a person"
    FACTS = "facts", "Filled in from the record"


UNKNOWN_TOOL = "DT-01"
UNFINISHED = "DT-02"
UNKNOWN_ANSWER = "DT-03"
FAULTY_DEFINITION = "DT-04"
NOT_A_DRAFT = "DT-05"
WORDS_ASKED = "DT-06"
