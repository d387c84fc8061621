"""How badly people are hurt: each scale on its own, most none or low, few severe."""

from __future__ import annotations

import random

PHYSICAL = ("none", "low", "moderate", "severe", "fatal")
PSYCHOLOGICAL = ("none", "low", "moderate", "severe")

# Profile → weights for the physical and for the psychological scale, drawn apart.
PROFILES: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "none": ((97, 3), (85, 15)),
    "minor": ((76, 22, 2), (60, 37, 3)),
    "psych": ((88, 10, 2), (22, 56, 20, 2)),
    "psych_low": ((97, 3), (38, 58, 4)),
    "mixed": ((60, 29, 10, 1), (38, 46, 14.5, 1.5)),
    "serious": ((42, 33, 20, 5), (22, 42, 28, 8)),
    "selfharm": ((24, 54, 19, 3), (24, 48, 24, 4)),
    "physical": ((46, 44, 9, 1), (64, 35, 1)),
}
UNHARMED = ("none", "none")
NOT_APPLICABLE = ("not_applicable", "not_applicable")


def harm(rng: random.Random, profile: str, event_type: str) -> tuple[str, str]:
    """Physical and psychological harm of one person affected.

    A death is "fatal" only in an incident, where care may have contributed; as an outcome it is
    not scored. Psychological harm is left out when the person died (LFPSE client rule).
    """
    if profile in ("fatal", "fatal_natural"):
        return ("fatal", "not_applicable") if event_type == "incident" else NOT_APPLICABLE
    if profile == "good" or event_type in ("near_miss", "risk", "good_care"):
        return UNHARMED
    physical, psychological = PROFILES[profile]
    return (
        rng.choices(PHYSICAL[: len(physical)], physical)[0],
        rng.choices(PSYCHOLOGICAL[: len(psychological)], psychological)[0],
    )
