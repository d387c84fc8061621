"""What a person writes of a restriction and of a review, as plain values that rules can read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.complaints.models import Complaint
from goldthread.domain.registers.restrictions.terms import Risk, Scale
from goldthread.domain.registers.safeguarding.models import (
    SafeguardingAction,
    SafeguardingCase,
)


@dataclass(frozen=True)
class Other:
    """Something that was tried or considered instead, and why it is not enough."""

    what: str
    why_not: str
    tried: bool = False


@dataclass(frozen=True)
class Links:
    """What led to the restriction, where it is recorded here."""

    incident: Incident | None = None
    complaint: Complaint | None = None
    safeguarding_case: SafeguardingCase | None = None
    safeguarding_action: SafeguardingAction | None = None


@dataclass(frozen=True)
class Record:
    """A whole row of the register but for the person and the dates of its life."""

    words: str
    domains: tuple[str, ...]
    trigger: str = ""
    rationale: str = ""
    alternatives: tuple[Other, ...] = ()
    rights: str = ""
    safety: str = ""
    proportionality: str = ""
    legal_basis: str = ""
    legal_reference: str = ""
    capacity: str = ""
    capacity_record: str = ""
    involvement: str = ""
    view: str = ""
    family: str = ""
    review_on: dt.date | None = None
    ends_on: dt.date | None = None
    exit_criteria: str = ""
    scale: str = Scale.INDIVIDUAL
    links: Links = field(default_factory=Links)

    def columns(self) -> dict[str, Any]:
        """The stored columns, texts trimmed."""
        texts = {name: getattr(self, name).strip() for name in TEXTS}
        return texts | {
            "domains": ",".join(self.domains),
            "scale": self.scale,
            "legal_basis": self.legal_basis,
            "capacity": self.capacity,
            "involvement": self.involvement,
            "review_on": self.review_on,
            "first_review_on": self.review_on,
            "ends_on": self.ends_on,
            "incident": self.links.incident,
            "complaint": self.links.complaint,
            "safeguarding_case": self.links.safeguarding_case,
            "safeguarding_action": self.links.safeguarding_action,
        }

    def told(self) -> dict[str, Any]:
        """What the trail keeps: codes and dates, and a digest that pins the words it may not show."""
        words = {name: getattr(self, name) for name in TEXTS}
        words["alternatives"] = [asdict(one) for one in self.alternatives]
        return {
            "domains": list(self.domains),
            "scale": self.scale,
            "legal_basis": self.legal_basis,
            "review_on": _iso(self.review_on),
            "ends_on": _iso(self.ends_on),
            "words_sha256": digest(words),
        }


TEXTS = (
    "words",
    "trigger",
    "rationale",
    "rights",
    "safety",
    "proportionality",
    "legal_reference",
    "capacity_record",
    "view",
    "family",
    "exit_criteria",
)


@dataclass(frozen=True)
class Review:
    """One decision: continue, reduce or end, with the reason and what changed."""

    verdict: str
    reason: str
    what_changed: str
    risk: str = Risk.SAME
    view: str = ""
    next_review_on: dt.date | None = None
    words: str = ""
    why_not_reduced: str = ""
    ends_on: dt.date | None = None

    def told(self) -> dict[str, Any]:
        """What the trail keeps of it."""
        return {
            "verdict": self.verdict,
            "risk": self.risk,
            "next_review_on": _iso(self.next_review_on),
            "words_sha256": digest([self.reason, self.what_changed, self.view, self.words]),
        }


def digest(words: Any) -> str:
    """SHA-256 of texts as JSON."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
