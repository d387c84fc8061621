"""Everything that changes supervision."""

from goldthread.domain.learning.supervision.operations.pairs import begin_pair, end_pair
from goldthread.domain.learning.supervision.operations.prompts import (
    push_prompt,
    tell_by_prompt,
    withdraw_prompt,
)
from goldthread.domain.learning.supervision.operations.proving import use_as_evidence
from goldthread.domain.learning.supervision.operations.sessions import (
    add_note,
    check_competency,
    hold_session,
    sit_in_session,
)

__all__ = [
    "add_note",
    "begin_pair",
    "check_competency",
    "end_pair",
    "hold_session",
    "push_prompt",
    "sit_in_session",
    "tell_by_prompt",
    "use_as_evidence",
    "withdraw_prompt",
]
