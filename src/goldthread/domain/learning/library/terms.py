"""Codes and labels of the learning library."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Shown(models.TextChoices):
    """Whether the change is shown to work; read from verification each time, never stored."""

    VERIFIED = "verified", "Shown to work"
    NOT_YET = "not_yet", "Not yet shown"
    RELAPSED = "relapsed", "Worked, then relapsed"


CHECK = "learning_check"
FAMILY = "the family version"
