"""Records of escalation."""

from goldthread.domain.registers.escalation.models.cohorts import (
    Cohort,
    CohortDefinition,
    CohortMember,
    Crisis,
    RiskFlag,
)
from goldthread.domain.registers.escalation.models.episodes import (
    Episode,
    EpisodeCounter,
    Monitoring,
    Observation,
    SeniorReview,
    StepUp,
)
from goldthread.domain.registers.escalation.models.indicators import Indicator, IndicatorVersion

__all__ = [
    "Cohort",
    "CohortDefinition",
    "CohortMember",
    "Crisis",
    "Episode",
    "EpisodeCounter",
    "Indicator",
    "IndicatorVersion",
    "Monitoring",
    "Observation",
    "RiskFlag",
    "SeniorReview",
    "StepUp",
]
