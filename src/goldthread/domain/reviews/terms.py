"""Codes and labels of reviews."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    PLANNED = "planned", "Planned"
    UNDER_WAY = "under_way", "Under way"
    SUBMITTED = "submitted", "Submitted"
    SIGNED_OFF = "signed_off", "Signed off"
    NOT_NEEDED = "not_needed", "Not needed"


DONE_STATUSES = (Status.SIGNED_OFF, Status.NOT_NEEDED)
"""Reviews that nobody has to work on any more."""


class Method(models.TextChoices):
    """Systems analysis comes first; root cause analysis is allowed (domain.md, trap 6)."""

    RAPID = "rapid", "Three questions"
    AFTER_ACTION_REVIEW = "after_action_review", "After action review"
    SWARM = "swarm", "Swarm huddle"
    MDT_REFLECTION = "mdt_reflection", "Multidisciplinary reflection"
    PSII = "psii", "Patient safety incident investigation"
    ROOT_CAUSE_ANALYSIS = "root_cause_analysis", "Root cause analysis"
    THEMATIC = "thematic", "Thematic review"


class SeipsFactor(models.TextChoices):
    """The work system of SEIPS (domain.md section 2)."""

    PERSONS = "persons", "People"
    TASKS = "tasks", "Tasks"
    TOOLS = "tools_and_technology", "Tools and technology"
    ORGANISATION = "organisation", "Organisation"
    INTERNAL = "internal_environment", "Internal environment"
    EXTERNAL = "external_environment", "External environment"


class Lens(models.TextChoices):
    INTERFACES = "interfaces", "Interfaces between agencies"
    ESCALATION = "escalation", "Escalation logic"
    SAFEGUARDING = "safeguarding", "Safeguarding"
    RESTRICTIVE = "restrictive_practice", "Restrictive practice and rights"


class PatternKind(models.TextChoices):
    PATTERN = "pattern", "Pattern"
    WEAKNESS = "weakness", "Process weakness"


RAPID_QUESTIONS = {
    "what_happened": "What happened?",
    "what_should_change": "What should change next time?",
    "this_week": "What will we implement this week?",
}
RAPID_ACTION_DAYS = 7
CLOCK_OF_TIER = {
    "rapid": "rapid_review",
    "thematic": "thematic_review",
    "structured": "structured_analysis",
}
METHODS_OF_TIER = {
    "rapid": (Method.RAPID, Method.AFTER_ACTION_REVIEW, Method.SWARM),
    "thematic": (Method.THEMATIC, Method.MDT_REFLECTION),
    "structured": (
        Method.PSII,
        Method.AFTER_ACTION_REVIEW,
        Method.MDT_REFLECTION,
        Method.SWARM,
        Method.ROOT_CAUSE_ANALYSIS,
    ),
}
