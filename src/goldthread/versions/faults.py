"""What is wrong with a definition, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One sentence, and the place in the definition that it is about (empty: the whole)."""

    sentence: str
    place: str = ""


class FaultyError(ValueError):
    """The definition cannot be used; `faults` has every reason, naming its place."""

    def __init__(self, faults: Iterable[Fault | str]) -> None:
        self.faults = tuple(Fault(one) if isinstance(one, str) else one for one in faults)
        super().__init__(" ".join(self.problems))

    @property
    def problems(self) -> tuple[str, ...]:
        """The sentences alone."""
        return tuple(fault.sentence for fault in self.faults)
