"""What actions do by the clock."""

from goldthread.domain.actions.operations import check_leavers
from goldthread.jobs.registry import every

every("action_owners", days=7)(check_leavers)
