"""The tables of openness."""

from goldthread.domain.candour.models.engagement import EngagementEntry, FamilyQuestion
from goldthread.domain.candour.models.letters import Letter, LetterTemplate, LetterTemplateVersion
from goldthread.domain.candour.models.record import Attempt, Candour, Decision

__all__ = [
    "Attempt",
    "Candour",
    "Decision",
    "EngagementEntry",
    "FamilyQuestion",
    "Letter",
    "LetterTemplate",
    "LetterTemplateVersion",
]
