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
from goldthread.domain.verification.operations.comparing import (
    Said,
    record_against_baseline,
    record_effect,
    record_gaps,
)
from goldthread.domain.verification.operations.concluding import conclude, record_recheck, restart
from goldthread.domain.verification.operations.measuring import Measure, register_measure
from goldthread.domain.verification.operations.planning import (
    begin,
    change_plan,
    plan_rechecks,
    plan_verification,
    stop_for,
)

__all__ = [
    "Measure",
    "Said",
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
    "record_against_baseline",
    "record_effect",
    "record_gaps",
    "record_recheck",
    "register_measure",
    "restart",
    "stop_for",
]
