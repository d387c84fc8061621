"""The sections of packs. Each module registers its own; importing it is what makes it known."""

from goldthread.domain.governance.packs.sections import (
    changing,
    charting,
    incident,
    meeting,
    reporting,
    timing,
)

__all__ = ["changing", "charting", "incident", "meeting", "reporting", "timing"]
