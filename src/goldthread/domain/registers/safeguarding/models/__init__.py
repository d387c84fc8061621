"""What the safeguarding register keeps."""

from goldthread.domain.registers.safeguarding.models.actions import (
    SafeguardingAction,
    SafeguardingConfirmation,
)
from goldthread.domain.registers.safeguarding.models.case import SafeguardingCase
from goldthread.domain.registers.safeguarding.models.partners import PartnerAgency
from goldthread.domain.registers.safeguarding.models.working import (
    CaseNote,
    Delay,
    LadderStep,
    ThresholdDecision,
)

__all__ = [
    "CaseNote",
    "Delay",
    "LadderStep",
    "PartnerAgency",
    "SafeguardingAction",
    "SafeguardingCase",
    "SafeguardingConfirmation",
    "ThresholdDecision",
]
