"""Everything that changes a signal."""

from goldthread.domain.insight.signals.operations.deciding import Answer, accept, dismiss
from goldthread.domain.insight.signals.operations.nightly import (
    raise_everywhere,
    raise_signals,
)
from goldthread.domain.insight.signals.operations.raising import raise_found
from goldthread.domain.insight.signals.operations.relapses import raise_relapse
from goldthread.domain.insight.signals.operations.repeats import (
    raise_late_repeats,
    raise_repeats,
)

__all__ = [
    "Answer",
    "accept",
    "dismiss",
    "raise_everywhere",
    "raise_found",
    "raise_late_repeats",
    "raise_relapse",
    "raise_repeats",
    "raise_signals",
]
