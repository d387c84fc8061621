"""Wording worth a second look: blame in narratives and reviews, weak promises in actions.

The rules are in `rules/wording.yaml` and `rules/action_strength.yaml`, written for people to
read and change. Findings suggest; nobody is stopped from writing what they mean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from goldthread.analytics.phrases import PhraseError, compile_phrases

RULES = Path(__file__).parent / "rules"
KINDS = ("blame", "weak_action")
STRENGTHS = ("weak", "medium", "strong")

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
_QUOTED = re.compile(r"“[^”]{1,400}”|\"[^\"]{1,400}\"")


@dataclass(frozen=True)
class Finding:
    """Words at `text[start:end]`, why they are worth changing, and a better question to ask."""

    start: int
    end: int
    text: str
    kind: str
    code: str
    why: str
    ask: str


@dataclass(frozen=True)
class Strength:
    """How strongly an action is likely to hold. `level` is None when nothing could be told."""

    level: str | None
    because: str
    words: str
    reason: str


@dataclass(frozen=True)
class Rule:
    code: str
    kind: str
    why: str
    ask: str
    phrases: re.Pattern[str]
    unless: re.Pattern[str] | None


class RulesRefused(ValueError):
    """A rule file cannot be used; the message says which rule and why."""


def find_wording(
    text: str, kinds: Iterable[str] = KINDS, rules: Sequence[Rule] | None = None
) -> list[Finding]:
    """Findings in reading order, never overlapping (the longer of two wins).

    `kinds` is blame for narratives and reviews, weak_action for actions. `rules` defaults to
    the shipped ones; see `load_rules` for a customer's own.
    """
    wanted = set(kinds)
    ends = quoted = None
    found: list[Finding] = []
    for rule in load_rules() if rules is None else rules:
        if rule.kind not in wanted:
            continue
        for match in rule.phrases.finditer(text):
            if ends is None:
                ends = [end.end() for end in _SENTENCE_END.finditer(text)]
                quoted = [(piece.start(), piece.end()) for piece in _QUOTED.finditer(text)]
            if _inside(match.start(), quoted or []) or _excused(rule, text, match, ends):
                continue
            found.append(Finding(*match.span(), match[0], rule.kind, rule.code, rule.why, rule.ask))
    return _without_overlaps(found)


def suggest_strength(action: str) -> Strength:
    """Weak, medium or strong, by the hierarchy of effectiveness; the strongest match is given.

    Words that only ask people to remember a stronger thing stay weak: "remind staff to use the
    checklist" changes nothing about the checklist.
    """
    for level, reason, kinds in reversed(_strengths()):
        for name, phrases in kinds:
            match = phrases.search(action)
            if match and not (level == "medium" and _only_reminds(action, match.start())):
                return Strength(level, name, match[0], reason)
    return Strength(
        None, "nothing recognised", "", "Say what will be different so that it can be graded."
    )


def load_rules(extra: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The shipped rules, then those of each `extra` file; a rule of the same code replaces.

    RulesRefused when a file is not there, is not YAML or holds a rule that cannot be read.
    """
    return _load(tuple(extra))


@cache
def _load(extra: tuple[Path, ...]) -> tuple[Rule, ...]:
    groups: dict[str, str] = {}
    rules: dict[str, Rule] = {}
    for path in (RULES / "wording.yaml", *extra):
        held = _read(path)
        groups |= held.get("groups") or {}
        for item in held.get("rules") or []:
            _take(path, item, groups, rules)
    return tuple(rules.values())


def _take(path: Path, item: Any, groups: dict[str, str], rules: dict[str, Rule]) -> None:
    code = item.get("code") if isinstance(item, dict) else None
    if not code:
        raise RulesRefused(f"{path.name}: every rule needs a code.")
    if item.get("switched_off"):
        rules.pop(code, None)
        return
    missing = [name for name in ("kind", "phrases", "why", "ask") if not item.get(name)]
    if missing:
        raise RulesRefused(f"{path.name}: rule {code} has no {' or '.join(missing)}.")
    if item["kind"] not in KINDS:
        raise RulesRefused(f"{path.name}: rule {code} has a kind other than {', '.join(KINDS)}.")
    try:
        unless = compile_phrases(item["unless"], groups) if item.get("unless") else None
        phrases = compile_phrases(item["phrases"], groups)
    except PhraseError as error:
        raise RulesRefused(f"{path.name}: rule {code}: {error}") from error
    rules[code] = Rule(code, item["kind"], item["why"], item["ask"], phrases, unless)


@cache
def _strengths() -> tuple[tuple[str, str, tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    held = _read(RULES / "action_strength.yaml")
    groups = held["groups"]
    return tuple(
        (
            level,
            held["levels"][level]["reason"],
            tuple(
                (kind["name"], compile_phrases(kind["phrases"], groups))
                for kind in held["levels"][level]["kinds"]
            ),
        )
        for level in STRENGTHS
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        held = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RulesRefused(f"The rule file {path.name} cannot be opened.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise RulesRefused(f"The rule file {path.name} is not readable YAML.") from error
    if not isinstance(held, dict):
        raise RulesRefused(f"The rule file {path.name} holds no rules.")
    return held


def _only_reminds(action: str, at: int) -> bool:
    reminding = ("WEAK-01", "WEAK-02", "WEAK-05", "WEAK-09")
    return any(
        finding.code in reminding and finding.start < at and not _joined(action[finding.end : at])
        for finding in find_wording(action, ("weak_action",))
    )


def _joined(between: str) -> bool:
    return bool(re.search(r"[.;]|\band\b", between))


def _inside(at: int, pieces: list[tuple[int, int]]) -> bool:
    here = bisect_right(pieces, at, key=lambda piece: piece[0])
    return here > 0 and at < pieces[here - 1][1]


def _excused(rule: Rule, text: str, match: re.Match[str], ends: list[int]) -> bool:
    if rule.unless is None:
        return False
    here = bisect_right(ends, match.start())
    start = ends[here - 1] if here else 0
    end = ends[here] if here < len(ends) else len(text)
    return bool(rule.unless.search(text, start, end))


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []  # in reading order throughout, so that neighbours are enough
    for item in sorted(found, key=lambda item: (item.start - item.end, item.start)):
        at = bisect_right(kept, item.start, key=lambda other: other.start)
        clear_before = at == 0 or kept[at - 1].end <= item.start
        clear_after = at == len(kept) or kept[at].start >= item.end
        if clear_before and clear_after:
            kept.insert(at, item)
    return kept
