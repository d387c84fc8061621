"""The figures of the markers, one module for each place they come from."""

from goldthread.domain.governance.maturity.figures import (
    changes,
    plans,
    recall,
    restrictions,
    supervision,
)

__all__ = ["changes", "plans", "recall", "restrictions", "supervision"]
