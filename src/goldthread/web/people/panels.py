"""The panels on a person's page: each register adds its own from its `urls` module.

    panels.add("Restrictions", 40, restrictions_of)

`restrictions_of(user, person)` gives a `Content`, or None where the reader may not see any of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from goldthread.access.models import User
from goldthread.web.components import Step


@dataclass(frozen=True)
class Line:
    """One row: the words of its link, where it leads, and how it stands.

    `tone` is a tone of `components/status.html` and `tag` its words; without a tag, none is shown.
    """

    words: str
    href: str
    note: str = ""
    tag: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class Content:
    """What a panel shows: rows, the sentence where there are none, and what may be done."""

    lines: tuple[Line, ...]
    empty: str
    steps: tuple[Step, ...] = ()


Fill = Callable[[User, Any], Content | None]


@dataclass(frozen=True)
class Panel:
    """A panel as its register added it, and once it is filled, its content."""

    label: str
    order: int
    fill: Fill
    content: Content | None = field(default=None, compare=False)


_panels: dict[str, Panel] = {}


def add(label: str, order: int, fill: Fill) -> None:
    """Add a panel to every person's page; adding the same label again replaces it."""
    _panels[label] = Panel(label, order, fill)


def panels_for(user: User, person: Any) -> list[Panel]:
    """The panels the reader may see of this person, filled and in order."""
    ordered = sorted(_panels.values(), key=lambda panel: (panel.order, panel.label))
    filled = (Panel(one.label, one.order, one.fill, one.fill(user, person)) for one in ordered)
    return [one for one in filled if one.content is not None]
