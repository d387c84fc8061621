"""Full-text search over narratives, on both databases.

A common word matches half the table, and ranking or sorting all of it costs a second; so
`newest_matches` looks at the matches added last, which are the ones people mean.

SQLite: an FTS5 table kept by triggers. PostgreSQL: a generated tsvector column with a GIN index.
Both stem English words.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from goldthread.domain.incidents.models import Incident

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\"[^\"]+\"")


NEWEST = 5000
SQLITE = (
    "SELECT s.rowid FROM incidents_search s JOIN incidents_incident i ON i.id = s.rowid "
    "WHERE s.incidents_search MATCH %s AND i.organisation_id IN ({places}) "
    "ORDER BY s.rowid DESC LIMIT %s"
)
POSTGRESQL = (
    "SELECT id FROM incidents_incident WHERE search @@ websearch_to_tsquery('english', %s) "
    "AND organisation_id IN ({places}) ORDER BY id DESC LIMIT %s"
)


def newest_matches(
    incidents: QuerySet[Incident], text: str, organisations: Collection[int]
) -> QuerySet[Incident]:
    """Those of the newest 5,000 matches of `text` in the organisations that are in `incidents`.

    A match has every word (or “phrase”) in its narrative or reference, in any inflection. Text
    without a word in it matches nothing.
    """
    terms = WORD.findall(text)
    if not terms or not organisations:
        return incidents.none()
    places = ", ".join(["%s"] * len(organisations))
    sqlite = connection.vendor == "sqlite"
    words = _sqlite_query(terms) if sqlite else " ".join(terms)
    # Only placeholders are formatted in; what was typed is bound.
    statement = (SQLITE if sqlite else POSTGRESQL).format(places=places)
    return incidents.filter(pk__in=RawSQL(statement, [words, *organisations, NEWEST]))  # noqa: S611


def _sqlite_query(terms: list[str]) -> str:
    """FTS5 syntax in which every word is quoted, so that nothing typed is an operator."""
    return " ".join('"' + term.strip('"').replace('"', "") + '"' for term in terms)
