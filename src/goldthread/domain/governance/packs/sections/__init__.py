"""The sections of packs. Each module registers its own; importing it is what makes it known."""

from goldthread.domain.governance.packs.sections import (
    changing,
    charting,
    cqc,
    incident,
    meeting,
    repeating,
    reporting,
    theming,
    timing,
)

__all__ = [
    "changing",
    "charting",
    "cqc",
    "incident",
    "meeting",
    "repeating",
    "reporting",
    "theming",
    "timing",
]
