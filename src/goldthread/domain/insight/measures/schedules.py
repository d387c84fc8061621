"""What measures do by the clock."""

from goldthread.domain.insight.measures.operations import follow, settle
from goldthread.jobs.registry import every

every("measures_follow", minutes=5)(follow)
every("measures_settle", days=1)(settle)
