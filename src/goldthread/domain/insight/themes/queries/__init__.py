"""What pages ask about found themes, suggestions and similar incidents."""

from goldthread.domain.insight.themes.queries.similar import (
    Resembling,
    reading_of,
    similar_to,
    similar_to_text,
)

__all__ = ["Resembling", "reading_of", "similar_to", "similar_to_text"]
