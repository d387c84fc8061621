"""What a sender says of a bulletin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from goldthread.access.models import Unit
from goldthread.domain.learning.library.models import Item


@dataclass(frozen=True)
class Draft:
    """A bulletin as typed: what it carries, to whom, and until when teams answer."""

    title: str
    words: str
    items: tuple[Item, ...]
    units: tuple[Unit, ...]
    roles: tuple[str, ...]
    answer_by: dt.date

    def passages(self) -> Iterable[tuple[str, str]]:
        """The texts that are the sender's own; learning items were checked before."""
        yield "the title", self.title
        yield "what you write", self.words
