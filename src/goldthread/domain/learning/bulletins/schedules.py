"""What bulletins do by the clock."""

from goldthread.domain.learning.bulletins.operations import chase
from goldthread.jobs.registry import every

every("bulletins_chase", hours=6)(chase)
