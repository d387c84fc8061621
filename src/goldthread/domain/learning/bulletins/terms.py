"""Codes and labels of bulletins."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent"


class AnswerStatus(models.TextChoices):
    WAITING = "waiting", "Not answered yet"
    ANSWERED = "answered", "Answered"


class Applies(models.TextChoices):
    """Does this apply here?"""

    ACTION = "action", "Yes, and an action follows"
    ALREADY = "already", "Yes, and we already work this way"
    NO = "no", "No, it does not apply here"


ANSWER = "bulletin_answer"
