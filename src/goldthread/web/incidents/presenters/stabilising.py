"""The three parts of stabilisation with their guidance and what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.web.words import when


@dataclass(frozen=True)
class Part:
    """One part of the checklist: its questions, and what was recorded, when."""

    code: str
    label: str
    items: tuple[tuple[str, str], ...]
    note: str
    at: str

    @property
    def done(self) -> bool:
        return bool(self.at)


def checklist(guidance: Mapping[str, Any], row: Any) -> list[Part]:
    """The parts in the order of the guidance. `row` is the stabilisation, or None."""
    return [
        Part(
            code=part["code"],
            label=part["label"],
            items=tuple((item["label"], item["help"]) for item in part["items"]),
            note=getattr(row, f"{part['code']}_note", ""),
            at=when(getattr(row, f"{part['code']}_at", None)),
        )
        for part in guidance["parts"]
    ]
