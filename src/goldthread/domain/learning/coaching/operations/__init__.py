"""Everything that changes coaching sessions and sittings."""

from goldthread.domain.learning.coaching.operations.proving import use_as_evidence
from goldthread.domain.learning.coaching.operations.sessions import (
    add_answer,
    record_session,
    withdraw_session,
)
from goldthread.domain.learning.coaching.operations.sittings import sit_vignette

__all__ = [
    "add_answer",
    "record_session",
    "sit_vignette",
    "use_as_evidence",
    "withdraw_session",
]
