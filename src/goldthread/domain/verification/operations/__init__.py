"""Everything that changes a verification."""

from goldthread.domain.verification.operations.checking import (
    check_case,
    correct_case,
    draw_sample,
    finish_round,
    leave_out,
    observe,
    read_again,
)
from goldthread.domain.verification.operations.concluding import conclude, record_recheck, restart
from goldthread.domain.verification.operations.measuring import (
    Measure,
    record_effect,
    register_measure,
)
from goldthread.domain.verification.operations.planning import (
    begin,
    change_plan,
    plan_rechecks,
    plan_verification,
    stop_for,
)

__all__ = [
    "Measure",
    "begin",
    "change_plan",
    "check_case",
    "conclude",
    "correct_case",
    "draw_sample",
    "finish_round",
    "leave_out",
    "observe",
    "plan_rechecks",
    "plan_verification",
    "read_again",
    "record_effect",
    "record_recheck",
    "register_measure",
    "restart",
    "stop_for",
]
