"""Which files are looked at: drawn by a seed, the same on every machine and Python version.

**How the draw works**, so that anyone can repeat it by hand. Each row of the frame has a name:
its key where a key column is given, otherwise its row number counted from 0. Its place in the
order is SHA-256 of the UTF-8 text `goldthread-draw-1|<seed>|<name>`, read as a hexadecimal number;
the smallest numbers are drawn first. No random number generator is used, because their
algorithms change between languages and versions. A simple draw takes the first `size` rows of
that order; a stratified draw takes the first of each stratum's share; a systematic draw takes a
start from SHA-256 of `goldthread-start-1|<seed>` modulo the number of rows, N, and then
the rows at (start + i N) // size for i = 0, 1, … of the frame as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from goldthread.analytics.sampling.exclusions import Exclusion

METHODS = ("simple", "stratified", "systematic")
BLANK = "(blank)"


class SampleRefused(ValueError):
    """The sample cannot be drawn; the message says why and what to do."""


@dataclass(frozen=True)
class Drawn:
    row: int
    stratum: str | None


@dataclass(frozen=True)
class Excluded:
    row: int
    reason: str


@dataclass(frozen=True)
class Draw:
    """A sample, with all that is needed to repeat it. `drawn` is in the order of drawing, so a
    review that stops early has still seen a random sample (except systematic: frame order)."""

    seed: str | int
    size: int
    method: str
    drawn: tuple[Drawn, ...]
    excluded: tuple[Excluded, ...]
    warnings: tuple[str, ...] = field(default=())


def draw(
    frame: Sequence[Mapping[str, object]],
    size: int,
    seed: str | int,
    *,
    method: str | None = None,
    stratify: str | None = None,
    key: str | None = None,
    exclude: Sequence[Exclusion] = (),
) -> Draw:
    """Draw `size` rows of `frame`.

    `stratify` names the column whose values share the sample in proportion (largest remainder;
    ties to the larger stratum, then alphabetical; an empty value is `(blank)`). `key` names the
    column that identifies a file: a second row with the same key is left out with its reason.
    Without a key, rows alike in every column are left out when some column otherwise tells every
    row apart, and only warned of when none does. SampleRefused when it cannot be done.
    """
    method = method or ("stratified" if stratify else "simple")
    _check_method(method, stratify)
    excluded, warnings = _left_out(frame, key, exclude)
    gone = {item.row for item in excluded}
    left = [row for row in range(len(frame)) if row not in gone]
    _check_size(size, len(left), len(frame))
    places = {row: _place(seed, _name(frame, row, key)) for row in left}
    strata = {row: _stratum(frame[row], stratify) for row in left}
    if method == "systematic":
        chosen = _systematic(left, size, seed)
    elif method == "stratified":
        chosen = _stratified(left, size, strata, places)
    else:
        chosen = sorted(left, key=lambda row: (places[row], row))[:size]
    drawn = tuple(Drawn(row, strata[row]) for row in chosen)
    return Draw(seed, size, method, drawn, tuple(excluded), tuple(warnings))


def double_review(drawn: Sequence[Drawn], seed: str | int, share: float = 0.1) -> tuple[int, ...]:
    """The rows a second reviewer also reads: `share` of those drawn, rounded up, at least one.

    Chosen by SHA-256 of `goldthread-second-1|<seed>|<row>`, so no reviewer can choose them.
    """
    if not 0 < share <= 1:
        raise SampleRefused("The share read twice must be more than 0 and at most 1.")
    if not drawn:
        return ()
    count = max(1, -int(-len(drawn) * share // 1))
    ordered = sorted(
        (item.row for item in drawn), key=lambda row: _digest(f"goldthread-second-1|{seed}|{row}")
    )
    return tuple(sorted(ordered[:count]))


def shares_of_sample(counts: Mapping[str, int], size: int) -> dict[str, int]:
    """Largest-remainder shares of `size`, in whole files, exact in integers."""
    total = sum(counts.values())
    quota = {name: divmod(size * count, total) for name, count in counts.items()}
    shares = {name: whole for name, (whole, _) in quota.items()}
    spare = size - sum(shares.values())
    by_claim = sorted(counts, key=lambda name: (-quota[name][1], -counts[name], name))
    for name in by_claim[:spare]:
        shares[name] += 1
    return shares


def _stratified(
    left: list[int], size: int, strata: Mapping[int, str | None], places: Mapping[int, int]
) -> list[int]:
    members: dict[str, list[int]] = defaultdict(list)
    for row in sorted(left, key=lambda row: (places[row], row)):
        members[strata[row] or BLANK].append(row)
    shares = shares_of_sample({name: len(rows) for name, rows in members.items()}, size)
    chosen = [row for name, rows in members.items() for row in rows[: shares[name]]]
    return sorted(chosen, key=lambda row: (places[row], row))


def _systematic(left: list[int], size: int, seed: str | int) -> list[int]:
    start = _digest(f"goldthread-start-1|{seed}") % len(left)
    return [left[(start + step * len(left)) // size] for step in range(size)]


def _left_out(
    frame: Sequence[Mapping[str, object]], key: str | None, exclude: Sequence[Exclusion]
) -> tuple[list[Excluded], list[str]]:
    repeats, warnings = _repeats(frame, key)
    excluded = []
    for row, held in enumerate(frame):
        reason = next((rule.reason for rule in exclude if rule.matches(held)), None)
        if reason is None and row in repeats:
            reason = f"repeats row {repeats[row]}"
        if reason is not None:
            excluded.append(Excluded(row, reason))
    return excluded, warnings


def _repeats(
    frame: Sequence[Mapping[str, object]], key: str | None
) -> tuple[dict[int, int], list[str]]:
    """{row: the earlier row it repeats}, and a warning where repeats are only suspected."""
    first: dict[object, int] = {}
    repeats: dict[int, int] = {}
    for row, held in enumerate(frame):
        name = _text(held.get(key)) if key else tuple(_text(value) for value in held.values())
        if key and not name:
            continue
        if name in first:
            repeats[row] = first[name]
        else:
            first[name] = row
    if key or not repeats or _some_column_tells_apart(frame, len(first)):
        return repeats, []
    count = len(repeats)
    return {}, [
        f"{count} {'row is' if count == 1 else 'rows are'} the same as an earlier row and no column "
        "tells the files apart, so nothing was left out. Name the identifying column to be sure."
    ]


def _some_column_tells_apart(frame: Sequence[Mapping[str, object]], distinct_rows: int) -> bool:
    if distinct_rows * 2 < len(frame):
        return False
    return any(
        len({_text(held.get(column)) for held in frame}) == distinct_rows for column in frame[0]
    )


def _check_method(method: str, stratify: str | None) -> None:
    if method not in METHODS:
        raise SampleRefused(f"'{method}' is not a way to draw: choose {', '.join(METHODS)}.")
    if method == "stratified" and not stratify:
        raise SampleRefused("A stratified draw needs the column to stratify by.")
    if method != "stratified" and stratify:
        raise SampleRefused(
            f"A {method} draw cannot also be stratified: choose stratified, or leave out the column."
        )


def _check_size(size: int, left: int, all_rows: int) -> None:
    if size < 1:
        raise SampleRefused("The sample size must be at least 1.")
    if all_rows == 0:
        raise SampleRefused("The list of files is empty, so there is nothing to draw from.")
    if size > left:
        after = f" after leaving out {all_rows - left}" if left < all_rows else ""
        raise SampleRefused(
            f"A sample of {size} is larger than the {left} "
            f"{'row' if left == 1 else 'rows'} to draw from{after}."
        )


def _stratum(held: Mapping[str, object], stratify: str | None) -> str | None:
    return None if stratify is None else _text(held.get(stratify)) or BLANK


def _name(frame: Sequence[Mapping[str, object]], row: int, key: str | None) -> str:
    held = _text(frame[row].get(key)) if key else ""
    return held or str(row)


def _place(seed: str | int, name: str) -> int:
    return _digest(f"goldthread-draw-1|{seed}|{name}")


def _digest(text: str) -> int:
    return int(sha256(text.encode("utf-8")).hexdigest(), 16)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
