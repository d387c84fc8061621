"""Rows to drafts, rejects, skips and warnings, by documented rules."""

from goldthread.interchange.importing.converting.convert import convert

__all__ = ["convert"]
