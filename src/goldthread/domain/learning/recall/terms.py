"""Codes and labels of recall checks."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAWN = "drawn", "Being asked"
    DONE = "done", "Done"


class NotAsked(models.TextChoices):
    """Why someone who was drawn was not asked; none of these counts against anyone."""

    LEFT = "left", "They left"
    ABSENT = "absent", "They were away"
    REFUSED = "refused", "They did not want to"


INSTRUMENT = "recall_check"
CLOCK = "recall_check"
PERSON, TEAM = "person", "team"
MOST = 200
STANDARD = 80.0  # per cent, where the instrument names none
