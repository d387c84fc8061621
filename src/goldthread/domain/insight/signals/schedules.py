"""What signals do by the clock."""

from goldthread.domain.insight.signals.operations import raise_everywhere
from goldthread.jobs.registry import every

every("signals", days=1)(raise_everywhere)
