"""Two things in one column: team with locality, category with subcategory, many categories.

A separator counts when most values have it and at least one side recurs with different partners.
With partners from the same list on both sides the column holds several values of one kind, not
two kinds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from goldthread.interchange.importing.guessing.profiles import Profile
from goldthread.interchange.importing.terms import FieldSource
from goldthread.interchange.importing.vocabulary import LABELS, plain

SEPARATORS = (
    " / ", " > ", " >> ", " » ", " | ", " - ", " – ", " — ", " :: ", ": ", "; ", ";", "|", ">", "/",
    "\\", " (", "\n", ", ",
)  # fmt: skip
_MOST = 0.5
_TEAM_WORDS = re.compile(r"\b(team|unit|ward|service|clinic)\b")
_AREA_WORDS = re.compile(
    r"\b(locality|directorate|division|area|borough|region|site|locations?|hub)\b"
)
_CATEGORY_WORDS = re.compile(r"(?<!sub )(?<!sub)\bcategory\b")
_SUB_WORDS = re.compile(r"\bsub ?category\b|\bsub ?type\b|\bdetail\b")


@dataclass(frozen=True, slots=True)
class _Split:
    separator: str
    pairs: Counter[tuple[str, str]]
    share: float

    @property
    def sides(self) -> tuple[set[str], set[str]]:
        return {left for left, _ in self.pairs}, {right for _, right in self.pairs}


def split_joined(
    fields: Mapping[str, FieldSource], profiles: Mapping[str, Profile]
) -> dict[str, FieldSource]:
    """``fields`` with the joined columns among them read in parts."""
    found = dict(fields)
    for main, second, first_words, second_words in (
        ("team", "locality", _TEAM_WORDS, _AREA_WORDS),
        ("category", "subcategory", _CATEGORY_WORDS, _SUB_WORDS),
    ):
        source = found.get(main) or found.get(second)
        if source is None or source.given or source.separator:
            continue
        if main in found and second in found:
            if main == "category":
                found[main] = _several(source, profiles[source.columns[0]])
            continue
        profile = profiles[source.columns[0]]
        heading = plain(profile.column.name, keep_notes=True)
        orders = (first_words.search(heading), second_words.search(heading))
        found |= _in_parts(main, second, source, profile, orders)
    return found


def _in_parts(
    main: str,
    second: str,
    source: FieldSource,
    profile: Profile,
    orders: tuple[re.Match[str] | None, re.Match[str] | None],
) -> dict[str, FieldSource]:
    told = all(orders)
    split = _best_split(profile, told, tree=main == "team")
    if split is None:
        if second == "subcategory":
            return {main: _several(source, profile)}
        return {}
    left, right = split.sides
    if main == "category" and _same_list(left, right):
        return {main: _several(source, profile)}
    if told and orders[0] and orders[1]:
        main_part = 0 if orders[0].start() < orders[1].start() else 1
    elif main == "team":
        main_part = 0 if len(left) > len(right) else 1
    else:
        main_part = 1 if len(right) * 1.5 < len(left) else 0
    shown = repr(split.separator.strip() or split.separator)
    clause = f"{round(split.share * 100)}% of its values have two parts joined by {shown}"
    column = source.columns
    return {
        main: replace(
            source, why=f"{source.why} {clause}.".strip(), separator=split.separator, part=main_part
        ),
        second: FieldSource(
            column,
            f"“{column[0]}” holds {LABELS[second].lower()} too: {clause}.",
            split.separator,
            1 - main_part,
        ),
    }


def _best_split(profile: Profile, told: bool, tree: bool) -> _Split | None:
    """The separator that tells two parts apart; a comma only when the parts form a ``tree``.

    Commas stand inside names of categories, so without a heading that tells they count only for
    units, and only when nearly every value has one and one side recurs with many partners.
    """
    for separator in SEPARATORS:
        split = _split(profile, separator)
        if split is None or split.share < _MOST:
            continue
        left, right = split.sides
        fewer = min(len(left), len(right))
        partners = len(split.pairs) > max(1, fewer)
        if separator == ", ":
            partners = tree and split.share >= 0.95 and len(split.pairs) >= 2 * fewer
        if partners or told:
            return split
    return None


def _split(profile: Profile, separator: str) -> _Split | None:
    pairs: Counter[tuple[str, str]] = Counter()
    for value, count in profile.counts.items():
        left, mark, right = value.partition(separator)
        if mark and left.strip() and right.strip():
            pairs[left.strip(), right.strip()] += count
    total = pairs.total()
    return _Split(separator, pairs, total / profile.rows) if total else None


def _same_list(left: set[str], right: set[str]) -> bool:
    return len(left & right) >= 0.3 * min(len(left), len(right))


def _several(source: FieldSource, profile: Profile) -> FieldSource:
    """The source reading the first of several categories, where the column holds several."""
    singles = set(profile.counts)
    for separator in ("; ", ";", " | ", "|", "\n", ", "):
        split = _split(profile, separator)
        if split is None:
            continue
        elements = Counter(
            part.strip()
            for value, count in profile.counts.items()
            if separator in value
            for part in value.split(separator)
            for _ in range(count)
        )
        recurring = sum(count for part, count in elements.items() if count > 1 or part in singles)
        enough = 0.02 if separator.strip() in (";", "|") else 0.1
        known = sum(count for part, count in elements.items() if part in singles)
        listed = separator != ", " or known >= 0.7 * elements.total()
        if split.share >= enough and recurring >= 0.6 * elements.total() and listed:
            shown = repr(separator.strip() or separator)
            why = (
                f"{source.why} {round(split.share * 100)}% of its values list several, separated by "
                f"{shown}: the first is the category and the others are kept."
            )
            return replace(source, why=why.strip(), separator=separator)
    return source
