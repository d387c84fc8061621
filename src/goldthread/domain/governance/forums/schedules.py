"""What governance does by the clock: meetings are planned, and leaders hear of their week."""

from goldthread.domain.governance.forums.operations import plan_everywhere
from goldthread.domain.governance.team_week.operations import tell_teams
from goldthread.jobs.registry import every

every("meetings", hours=1)(plan_everywhere)
every("team_week", hours=1)(tell_teams)
