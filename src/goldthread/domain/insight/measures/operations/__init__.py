"""Everything that writes measures."""

from goldthread.domain.insight.measures.operations.denominators import (
    Entered,
    enter_denominators,
    read_denominators,
)
from goldthread.domain.insight.measures.operations.rolling import (
    follow,
    rebuild,
    recount,
    settle,
)

__all__ = [
    "Entered",
    "enter_denominators",
    "follow",
    "read_denominators",
    "rebuild",
    "recount",
    "settle",
]
