"""Codes and labels of people served."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    CURRENT = "current", "Current"
    MERGED = "merged", "Merged into another record"
