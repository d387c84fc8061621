"""What a person says of a prompt and of a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from goldthread.access.models import Unit
from goldthread.domain.actions.models import Action
from goldthread.domain.incidents.models import Incident
from goldthread.domain.learning.library.models import Item as LearningItem


@dataclass(frozen=True)
class PromptDraft:
    """A prompt as typed. `roles` empty reaches all staff; where it rests on is optional."""

    unit: Unit
    question: str
    why: str
    expires_on: dt.date
    roles: tuple[str, ...] = ()
    source: Incident | None = None
    action: Action | None = None
    learning: LearningItem | None = None


@dataclass(frozen=True)
class Said:
    """What became of one prompt: the words say what was discussed, or why it was not."""

    prompt: Any
    use: str
    words: str


@dataclass(frozen=True)
class Held:
    """A session as it was held. `notes` are read by the two alone and by nobody else."""

    held_at: dt.datetime
    wellbeing_asked: bool
    prompts: tuple[Said, ...] = ()
    agreed: str = ""
    notes: str = ""


@dataclass(frozen=True)
class Shown:
    """A competency check done in a session."""

    version: Any
    answers: Mapping[str, str]
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """One team over the last months: sessions, pairs late now, prompts discussed of those answered."""

    unit: Unit
    pairs: int
    late: int
    sessions: int
    wellbeing: int
    used: int
    answered: int


@dataclass(frozen=True)
class Reach:
    """With how many of the staff a prompt was discussed, and with how many it should be."""

    reached: int
    of: int
    reasons: tuple[str, ...] = ()
