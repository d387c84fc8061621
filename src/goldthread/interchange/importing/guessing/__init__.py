"""A table to a mapping: which column is which field, how its dates and codes are read, and why."""

from goldthread.interchange.importing.guessing.guess import guess_mapping

__all__ = ["guess_mapping"]
