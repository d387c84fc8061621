"""What a detector found, before it becomes a signal."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from goldthread.access.models import Unit
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident, Theme
from goldthread.domain.verification.models import Plan


@dataclass(frozen=True)
class Found:
    """Evidence for one signal. `subject` is what it is about; `weight` counts the evidence."""

    kind: str
    subject: str
    unit: Unit
    explanation: str
    numbers: dict[str, Any]
    weight: int
    since: dt.date
    until: dt.date
    theme: Theme | None = None
    action: Action | None = None
    plan: Plan | None = None
    incident: Incident | None = None
    measure: str = ""
    incidents: tuple[int, ...] = field(default=(), repr=False)

    @property
    def key(self) -> str:
        """The same for the same evidence: its incidents, or its subject and days where none."""
        parts: list[object] = [*sorted(self.incidents)] or [
            self.since.isoformat(),
            self.until.isoformat(),
        ]
        text = f"{self.subject}|{','.join(str(part) for part in parts)}"
        return hashlib.sha256(text.encode()).hexdigest()
