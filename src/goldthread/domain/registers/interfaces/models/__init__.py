"""What the register of interfaces keeps."""

from goldthread.domain.registers.interfaces.models.agreements import (
    AgreementRow,
    InterfaceAgreement,
    PartnerAnswer,
)
from goldthread.domain.registers.interfaces.models.issues import PartnerIssue
from goldthread.domain.registers.interfaces.models.templates import (
    InterfaceTemplate,
    InterfaceTemplateVersion,
)

__all__ = [
    "AgreementRow",
    "InterfaceAgreement",
    "InterfaceTemplate",
    "InterfaceTemplateVersion",
    "PartnerAnswer",
    "PartnerIssue",
]
