"""What themes do by the clock."""

from goldthread.domain.insight.themes.operations import learn_everywhere, read_everywhere
from goldthread.jobs.registry import every

every("learnt categories", days=1)(learn_everywhere)
every("readings", minutes=5)(read_everywhere)
