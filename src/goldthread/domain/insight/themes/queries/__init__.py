"""What pages ask about found themes, suggestions and similar incidents."""

from goldthread.domain.insight.themes.queries.found import (
    RECORD_TYPE,
    Sighted,
    incidents_in,
    may_shape,
    others,
    sighted,
    visible_to,
)
from goldthread.domain.insight.themes.queries.similar import (
    Resembling,
    reading_of,
    similar_to,
    similar_to_text,
)

__all__ = [
    "RECORD_TYPE",
    "Resembling",
    "Sighted",
    "incidents_in",
    "may_shape",
    "others",
    "reading_of",
    "sighted",
    "similar_to",
    "similar_to_text",
    "visible_to",
]
