"""What packs are: their life, their kinds, and how strong the evidence of a claim is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import models

from goldthread import defaults


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    FROZEN = "frozen", "Frozen"
    SUPERSEDED = "superseded", "Superseded"
    DISCARDED = "discarded", "Discarded"


KEPT_STATUSES = (Status.FROZEN, Status.SUPERSEDED)
"""What was frozen stays as it is, also when a later pack took its place."""


class Kind(models.TextChoices):
    """Which document; what stands in each is in `defaults/packs.yaml`."""

    MONTHLY = "monthly", "Monthly incident review"
    INCIDENT = "incident", "One incident"
    QUARTERLY = "quarterly", "Quarterly deep dive"
    COMMISSIONER = "commissioner", "Commissioner"
    CQC = "cqc", "Care Quality Commission"
    THEME = "theme", "One theme, to share"
    FAMILY = "family", "One theme, for families"


OF_A_THEME = (Kind.THEME, Kind.FAMILY)


class Strength(models.TextChoices):
    """What stands behind a claim, the strongest first."""

    VERIFIED = "verified", "Verified by someone who did not own the change"
    SAMPLED = "sampled", "Shown by a checked sample, with its interval"
    CHARTED = "charted", "Shown by a chart with limits"
    COUNTED = "counted", "Counted from records"
    SAID = "said", "Written by a person, not checked further"
    TOO_LITTLE = "too_little", "Not enough evidence"


class Every(models.TextChoices):
    """What stretch of time a kind of pack covers."""

    MONTH = "month", "One month"
    QUARTER = "quarter", "One quarter"
    YEAR = "year", "One year, in whole quarters"
    NONE = "", "As long as the record has been open"


class FileState(models.TextChoices):
    WAITING = "waiting", "Waiting its turn"
    WORKING = "working", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


MOST_WORDS = 20_000
"""Characters of commentary on one section."""
FEWEST = 5
"""Below so many of something a share of them is not called evidence."""


@dataclass(frozen=True)
class Definition:
    """One kind of pack as it ships; the fields are described in `defaults/packs.yaml`."""

    code: str
    label: str
    purpose: str
    every: str
    outside: bool
    sections: tuple[str, ...]
    charts: tuple[str, ...]
    source: str
    check: bool


@cache
def definitions() -> dict[str, Definition]:
    """Every kind of pack by its code, in the order of the page."""
    return {
        row["code"]: Definition(
            **{**row, "sections": tuple(row["sections"]), "charts": tuple(row["charts"])}
        )
        for row in defaults.packs()
    }
