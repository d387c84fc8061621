"""Everything that changes found themes, what was learnt, and readings."""

from goldthread.domain.insight.themes.operations.learning import learn_categories, learn_everywhere
from goldthread.domain.insight.themes.operations.reading import read_everywhere, read_new

__all__ = ["learn_categories", "learn_everywhere", "read_everywhere", "read_new"]
