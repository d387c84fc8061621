"""The service navigation: each noun adds its own items from its `urls` module."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from goldthread.access.scope import Scope
from goldthread.access.terms import Permission

Wanted = Permission | tuple[Permission, ...] | None


@dataclass(frozen=True)
class Item:
    """One link. `name` is the URL's name.

    `permission` None shows it to everyone signed in; several are alternatives.
    """

    label: str
    name: str
    order: int
    permission: Wanted = None

    @property
    def href(self) -> str:
        return _address(self.name)


_items: dict[str, Item] = {}


def add(label: str, name: str, *, order: int, permission: Wanted = None) -> None:
    """Add a link to the header of those who hold `permission` anywhere. Twice changes nothing."""
    _items[name] = Item(label, name, order, permission)


def items_for(scope: Scope) -> list[Item]:
    """The links of one person, in order."""
    held = (one for one in _items.values() if _may_open(scope, one.permission))
    return sorted(held, key=lambda item: (item.order, item.label))


def _may_open(scope: Scope, wanted: Wanted) -> bool:
    if isinstance(wanted, tuple):
        return any(map(scope.holds, wanted))
    return wanted is None or scope.holds(wanted)


@lru_cache(maxsize=100)
def _address(name: str) -> str:
    return reverse(name)
