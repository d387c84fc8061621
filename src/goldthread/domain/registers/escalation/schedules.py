"""What escalation does by the clock."""

from goldthread.domain.registers.escalation.operations import task_seniors
from goldthread.jobs.registry import every

every("delayed_step_ups", minutes=5)(task_seniors)
