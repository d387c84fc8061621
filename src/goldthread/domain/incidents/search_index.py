"""The statements that create the full-text index of narratives on each database."""

from __future__ import annotations

SQLITE = [
    "CREATE VIRTUAL TABLE incidents_search USING fts5("
    "reference, narrative, content='incidents_incident', content_rowid='id', "
    "tokenize='porter unicode61')",
    "CREATE TRIGGER incidents_search_insert AFTER INSERT ON incidents_incident BEGIN "
    "INSERT INTO incidents_search(rowid, reference, narrative) "
    "VALUES (new.id, new.reference, new.narrative); END",
    "CREATE TRIGGER incidents_search_delete AFTER DELETE ON incidents_incident BEGIN "
    "INSERT INTO incidents_search(incidents_search, rowid, reference, narrative) "
    "VALUES ('delete', old.id, old.reference, old.narrative); END",
    "CREATE TRIGGER incidents_search_update AFTER UPDATE OF reference, narrative "
    "ON incidents_incident BEGIN "
    "INSERT INTO incidents_search(incidents_search, rowid, reference, narrative) "
    "VALUES ('delete', old.id, old.reference, old.narrative); "
    "INSERT INTO incidents_search(rowid, reference, narrative) "
    "VALUES (new.id, new.reference, new.narrative); END",
]
POSTGRESQL = [
    "ALTER TABLE incidents_incident ADD COLUMN search tsvector GENERATED ALWAYS AS "
    "(to_tsvector('english', coalesce(reference, '') || ' ' || coalesce(narrative, ''))) STORED",
    "CREATE INDEX incidents_search ON incidents_incident USING gin (search)",
]


def install(vendor: str) -> list[str]:
    """The statements that create the index."""
    return SQLITE if vendor == "sqlite" else POSTGRESQL
