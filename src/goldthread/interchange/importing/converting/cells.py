"""The text of a field in a row, put together or taken apart as the mapping says."""

from __future__ import annotations

from collections.abc import Mapping

from goldthread.interchange.importing.reading.terms import Column, SourceRow
from goldthread.interchange.importing.terms import FieldSource
from goldthread.interchange.importing.values.blanks import is_blank, tidy

_WHOLE_WHEN_UNSPLIT = frozenset({"team", "category"})


class RowReader:
    """Reads fields of one row after another; missing cells read as empty."""

    def __init__(self, columns: tuple[Column, ...], fields: Mapping[str, FieldSource]) -> None:
        self._places = {column.name: column.index for column in columns}
        self._fields = fields
        self._cells: tuple[str, ...] = ()

    def turn_to(self, row: SourceRow) -> None:
        """Read from ``row`` from now on."""
        self._cells = row.cells

    def column(self, name: str) -> str:
        """The text under a column, without spaces around it."""
        place = self._places[name]
        return tidy(self._cells[place]) if place < len(self._cells) else ""

    def field(self, code: str) -> str:
        """The text of a field; empty when the mapping has no source for it."""
        source = self._fields.get(code)
        if source is None:
            return ""
        if len(source.columns) > 1:
            return self._joined(source, plainly=code == "person_name")
        text = self.column(source.columns[0])
        return self._part(code, source, text) if source.separator else text

    def others(self, code: str, unless_read_by: str) -> tuple[str, ...]:
        """The further values of a column that lists several, unless another field reads them."""
        source = self._fields.get(code)
        if source is None or not source.separator or source.part:
            return ()
        other = self._fields.get(unless_read_by)
        if other and other.columns == source.columns:
            return ()
        parts = [tidy(part) for part in self.column(source.columns[0]).split(source.separator)]
        return tuple(part for part in parts[1:] if part)

    def _part(self, code: str, source: FieldSource, text: str) -> str:
        left, mark, right = text.partition(source.separator)
        if not mark:
            return text if code in _WHOLE_WHEN_UNSPLIT else ""
        if source.separator.strip() == "(":
            right = right.removesuffix(")")
        return tidy(right if source.part else left)

    def _joined(self, source: FieldSource, plainly: bool) -> str:
        """Several columns as one text, each under its heading when more than one has text.

        Parts of a name are joined ``plainly``, with a space.
        """
        texts = [(name, self.column(name)) for name in source.columns]
        texts = [(name, text) for name, text in texts if not is_blank(text)]
        if len(texts) == 1 or plainly:
            return " ".join(text for _, text in texts)
        return "\n\n".join(f"{name}:\n{text}" for name, text in texts)
