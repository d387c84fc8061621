"""What themes do by the clock."""

from goldthread.domain.insight.themes.operations import (
    fit_everywhere,
    index_everywhere,
    learn_everywhere,
    read_everywhere,
)
from goldthread.jobs.registry import every

every("found themes", days=1)(fit_everywhere)
every("learnt categories", days=1)(learn_everywhere)
every("index of accounts", days=1)(index_everywhere)
every("readings", minutes=5)(read_everywhere)
