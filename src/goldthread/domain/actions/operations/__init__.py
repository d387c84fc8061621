"""Everything that changes an action."""

from goldthread.domain.actions.operations.agreeing import agree, propose, revise
from goldthread.domain.actions.operations.concluding import (
    find_not_effective,
    record_verified,
    reopen,
)
from goldthread.domain.actions.operations.dates import (
    approve_extension,
    check_leavers,
    decline_extension,
    reassign,
    request_extension,
    withdraw,
)
from goldthread.domain.actions.operations.following import follow
from goldthread.domain.actions.operations.working import (
    add_evidence,
    communicate,
    complete,
    implement,
    in_the_way,
    withdraw_evidence,
)

__all__ = [
    "add_evidence",
    "agree",
    "approve_extension",
    "check_leavers",
    "communicate",
    "complete",
    "decline_extension",
    "find_not_effective",
    "follow",
    "implement",
    "in_the_way",
    "propose",
    "reassign",
    "record_verified",
    "reopen",
    "request_extension",
    "revise",
    "withdraw",
    "withdraw_evidence",
]
