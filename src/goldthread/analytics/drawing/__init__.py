"""Every chart drawn once, on the server: the same picture on page, in print and as PNG."""

from goldthread.analytics.drawing.drawn import (
    data,
    description,
    fingerprint,
    png,
    size,
    spec,
    svg,
    table,
)
from goldthread.analytics.drawing.icons import icon
from goldthread.analytics.drawing.looks import NARROW, WIDE
from goldthread.analytics.drawing.over_time import too_few
from goldthread.analytics.drawing.pictures import (
    AnyPicture,
    Durations,
    Funnel,
    Marker,
    Picture,
    Proportions,
    Sample,
    Spark,
    Stage,
    Table,
)

__all__ = [
    "NARROW",
    "WIDE",
    "AnyPicture",
    "Durations",
    "Funnel",
    "Marker",
    "Picture",
    "Proportions",
    "Sample",
    "Spark",
    "Stage",
    "Table",
    "data",
    "description",
    "fingerprint",
    "icon",
    "png",
    "size",
    "spec",
    "svg",
    "table",
    "too_few",
]
