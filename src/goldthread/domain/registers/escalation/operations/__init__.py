"""Everything that writes escalation."""

from goldthread.domain.registers.escalation.operations.cohorts import (
    define_cohort,
    end_flag,
    flag_person,
    freeze_cohort,
)
from goldthread.domain.registers.escalation.operations.crises import (
    CrisisFacts,
    log_crisis,
    withdraw_crisis,
)
from goldthread.domain.registers.escalation.operations.ending import (
    close_episode,
    link_incident,
    withdraw_episode,
)
from goldthread.domain.registers.escalation.operations.indicators import (
    Wording,
    add_indicator,
    install_defaults,
    save_indicator,
)
from goldthread.domain.registers.escalation.operations.observing import (
    Seen,
    StepUpAsked,
    Watch,
    monitor,
    observe,
    recheck,
    record_observation,
    step_up_done,
)
from goldthread.domain.registers.escalation.operations.seniors import (
    review_delay,
    task_seniors,
)

__all__ = [
    "CrisisFacts",
    "Seen",
    "StepUpAsked",
    "Watch",
    "Wording",
    "add_indicator",
    "close_episode",
    "define_cohort",
    "end_flag",
    "flag_person",
    "freeze_cohort",
    "install_defaults",
    "link_incident",
    "log_crisis",
    "monitor",
    "observe",
    "recheck",
    "record_observation",
    "review_delay",
    "save_indicator",
    "step_up_done",
    "task_seniors",
    "withdraw_crisis",
    "withdraw_episode",
]
