"""What the restrictions register does by the clock."""

from goldthread.domain.registers.restrictions.operations import take_snapshots
from goldthread.jobs.registry import every

every("restriction_snapshots", days=1)(take_snapshots)
