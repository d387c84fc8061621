"""Which groups of answers may be shown, so that no small one can be worked out.

Groups never overlap and together are everyone, so subtracting one from another gives nothing. A
unit with fewer answers than the smallest group is added to what is left of the place above it;
what is left at the top and is still too small joins the smallest group shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.access.models import Unit


@dataclass(frozen=True)
class Group:
    """Units whose answers are shown together. `whole` where they are everyone at that place."""

    name: str
    units: frozenset[int]
    answered: int


def groups(units: list[Unit], answered: Mapping[int, int], smallest: int) -> list[Group] | None:
    """Groups of at least `smallest` answers, in the order of the tree; None where all are fewer.

    `units` are all of the organisation; `answered` how many answered at each.
    """
    rest: dict[int, dict[int, int]] = defaultdict(dict)
    found: list[tuple[str, Group]] = []
    shown_below: set[int] = set()
    for unit in sorted(units, key=lambda one: (-one.path.count("/"), one.path)):
        waiting = dict(rest.pop(unit.pk, {}))
        if answered.get(unit.pk):
            waiting[unit.pk] = answered[unit.pk]
        if not waiting:
            _carry(unit, shown_below)
            continue
        total = sum(waiting.values())
        if total >= smallest:
            whole = unit.pk not in shown_below
            name = unit.name if whole else f"{unit.name}: the smaller teams together"
            found.append((unit.path, Group(name, frozenset(waiting), total)))
            shown_below.add(unit.pk)
            _carry(unit, shown_below)
        elif unit.parent_id is not None:
            rest[unit.parent_id].update(waiting)
            _carry(unit, shown_below)
        elif found:
            found = _joined(found, waiting, total)
        else:
            return None
    return [group for _, group in sorted(found, key=lambda row: row[0])] or None


def _carry(unit: Unit, shown_below: set[int]) -> None:
    """What is shown below a unit is shown below its parent, too."""
    if unit.pk in shown_below and unit.parent_id is not None:
        shown_below.add(unit.parent_id)


def _joined(
    found: list[tuple[str, Group]], waiting: Mapping[int, int], total: int
) -> list[tuple[str, Group]]:
    """The leftover at the top joins the smallest group shown."""
    path, least = min(found, key=lambda row: (row[1].answered, row[0]))
    name = f"{least.name}, with others too few to show"
    merged = Group(name, least.units | frozenset(waiting), least.answered + total)
    return [(path, merged) if group is least else (at, group) for at, group in found]
