"""Labels that would lie on each other, moved apart."""

from __future__ import annotations

from collections.abc import Sequence


def apart(wanted: Sequence[float], gap: float, first: float, last: float) -> list[float]:
    """Places at least `gap` apart, as near to `wanted` as they can be, in the same order.

    `wanted` must rise. They stay between `first` and `last` where there is room for all.
    """
    placed: list[float] = []
    for place in wanted:
        placed.append(max(place, placed[-1] + gap if placed else first))
    limit = last
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = max(min(placed[index], limit), first + index * gap)
        limit = placed[index] - gap
    return placed


def rows(
    places: Sequence[tuple[float, float]], stems: Sequence[float], most: int, gap: float = 8
) -> list[int] | None:
    """The row of each label (from, to), counted upwards from the plot; None where they do not fit.

    `stems` are where the lines stand that lead up to the labels; none may cross a label below.
    They must rise. Later labels lie lower, since a label begins at its line.
    """
    chosen = [0] * len(places)
    for index in range(len(places) - 1, -1, -1):
        start, end = places[index]
        later = range(index + 1, len(places))
        for row in range(most):
            same = [places[other] for other in later if chosen[other] == row]
            if all(end + gap <= left or right + gap <= start for left, right in same):
                chosen[index] = row
                break
        else:
            return None
    return None if _crossed(places, stems, chosen) else chosen


def _crossed(
    places: Sequence[tuple[float, float]], stems: Sequence[float], chosen: Sequence[int]
) -> bool:
    return any(
        chosen[above] > chosen[below] and places[below][0] < stems[above] < places[below][1]
        for above in range(len(places))
        for below in range(len(places))
    )
