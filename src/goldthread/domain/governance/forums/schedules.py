"""What forums do by the clock: the next meeting of each is planned by itself."""

from goldthread.domain.governance.forums.operations import plan_everywhere
from goldthread.jobs.registry import every

every("meetings", hours=1)(plan_everywhere)
