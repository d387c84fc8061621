"""Gathering what is wrong with rows, so that ten thousand like warnings read as one."""

from __future__ import annotations

from dataclasses import dataclass, field

from goldthread.interchange.importing.terms import ImportWarning

_SHOWN_LINES = 20


class RowRejectedError(Exception):
    """A row cannot be taken in; carries the column at fault and the sentence."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(slots=True)
class _Gathered:
    rows: int = 0
    lines: list[int] = field(default_factory=list)


class Warnings:
    """Warnings by code, column and message, counted, with the first lines of each."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], _Gathered] = {}

    def row(self, line: int, code: str, column: str, message: str) -> None:
        """Note a warning about one row."""
        gathered = self._found.setdefault((code, column, message), _Gathered())
        gathered.rows += 1
        if len(gathered.lines) < _SHOWN_LINES:
            gathered.lines.append(line)

    def file(self, code: str, message: str, column: str = "") -> None:
        """Note a warning about the whole file."""
        self._found.setdefault((code, column, message), _Gathered())

    def all(self) -> tuple[ImportWarning, ...]:
        """Every warning, those about the whole file first, then the commonest."""
        found = [
            ImportWarning(code, message, column, item.rows, tuple(item.lines))
            for (code, column, message), item in self._found.items()
        ]
        return tuple(sorted(found, key=lambda item: (item.rows > 0, -item.rows)))
