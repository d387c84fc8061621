"""Full-text search over narratives, on both databases.

SQLite: an FTS5 table kept by triggers. PostgreSQL: a generated tsvector column with a GIN index.
Both stem English words; `match` returns a filter that either database can serve.
"""

from __future__ import annotations

import re

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from goldthread.domain.incidents.models import Incident

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\"[^\"]+\"")


def match(incidents: QuerySet[Incident], text: str) -> QuerySet[Incident]:
    """Incidents whose narrative or reference has every word (or “phrase”) of `text`.

    Text without a word in it matches nothing.
    """
    terms = WORD.findall(text)
    if not terms:
        return incidents.none()
    if connection.vendor == "sqlite":
        query = " ".join('"' + term.strip('"').replace('"', "") + '"' for term in terms)
        found = RawSQL(
            "SELECT rowid FROM incidents_search WHERE incidents_search MATCH %s", [query]
        )
        return incidents.filter(pk__in=found)
    condition = RawSQL(
        '"incidents_incident"."search" @@ websearch_to_tsquery(\'english\', %s)', [" ".join(terms)]
    )
    return incidents.alias(found=condition).filter(found=True)
