"""Everything that changes found themes, what was learnt, and readings."""

from goldthread.domain.insight.themes.operations.fitting import fit_everywhere, fit_found
from goldthread.domain.insight.themes.operations.indexing import (
    fold_in,
    index_accounts,
    index_everywhere,
)
from goldthread.domain.insight.themes.operations.learning import learn_categories, learn_everywhere
from goldthread.domain.insight.themes.operations.reading import read_everywhere, read_new
from goldthread.domain.insight.themes.operations.shaping import adopt, merge, pin, rename, split

__all__ = [
    "adopt",
    "fit_everywhere",
    "fit_found",
    "fold_in",
    "index_accounts",
    "index_everywhere",
    "learn_categories",
    "learn_everywhere",
    "merge",
    "pin",
    "read_everywhere",
    "read_new",
    "rename",
    "split",
]
