"""Codes and labels of the confidence pulse."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


LOWEST, HIGHEST = 1, 5
LONGEST_DAYS = 60
