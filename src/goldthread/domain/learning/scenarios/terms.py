"""Codes and labels of scenarios."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class Subject(models.TextChoices):
    """What a scenario lets people practise (capabilities 63, 79 and 96)."""

    ESCALATION = "escalation", "Escalation"
    SAFEGUARDING = "safeguarding", "Safeguarding threshold"
    RISK_TAKING = "risk_taking", "Positive risk-taking"
    PROPORTIONALITY = "proportionality", "Documenting proportionality"
    OTHER = "other", "Something else"


CHECK = "scenario_check"
