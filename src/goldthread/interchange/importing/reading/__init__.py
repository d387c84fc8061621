"""Bytes to a table: encoding, delimiter, sheet, heading rows, title and total rows."""

from goldthread.interchange.importing.reading.source import read_source
from goldthread.interchange.importing.reading.terms import (
    Column,
    FileForm,
    ReadingOptions,
    SetAside,
    Source,
    SourceRow,
    UnreadableFileError,
)

__all__ = [
    "Column",
    "FileForm",
    "ReadingOptions",
    "SetAside",
    "Source",
    "SourceRow",
    "UnreadableFileError",
    "read_source",
]
