"""Everything that is asked of measures."""

from goldthread.domain.insight.measures.queries.breakdown import (
    UNITS,
    Names,
    Part,
    Split,
    labels,
    splits,
)
from goldthread.domain.insight.measures.queries.control import Control, Line, Repeat, control
from goldthread.domain.insight.measures.queries.exposures import Amount, Exposures, Figures, entered
from goldthread.domain.insight.measures.queries.funnel import (
    Funnel,
    funnel_shown,
    funnels,
    together,
)
from goldthread.domain.insight.measures.queries.live import still_waiting, went_live
from goldthread.domain.insight.measures.queries.reading import Reader, reader_of
from goldthread.domain.insight.measures.queries.safer import (
    Chain,
    chains,
    changes,
    learning,
    state_of,
    whole,
)
from goldthread.domain.insight.measures.queries.series import Series, Spot, all_series, series
from goldthread.domain.insight.measures.queries.tallies import (
    Number,
    Slice,
    by_month,
    by_value,
    counted_at,
    first_month,
    of_units,
    reports_before,
    value_of,
)
from goldthread.domain.insight.measures.queries.tracking import Tracked, tracked

__all__ = [
    "UNITS",
    "Amount",
    "Chain",
    "Control",
    "Exposures",
    "Figures",
    "Funnel",
    "Line",
    "Names",
    "Number",
    "Part",
    "Reader",
    "Repeat",
    "Series",
    "Slice",
    "Split",
    "Spot",
    "Tracked",
    "all_series",
    "by_month",
    "by_value",
    "chains",
    "changes",
    "control",
    "counted_at",
    "entered",
    "first_month",
    "funnel_shown",
    "funnels",
    "labels",
    "learning",
    "of_units",
    "reader_of",
    "reports_before",
    "series",
    "splits",
    "state_of",
    "still_waiting",
    "together",
    "tracked",
    "value_of",
    "went_live",
    "whole",
]
