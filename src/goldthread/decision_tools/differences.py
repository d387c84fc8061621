"""What changed between two versions of a tool, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.decision_tools.places import WORDS, begin, named
from goldthread.decision_tools.shape import Row, answers_of, as_lists

ABOUT = {"name": "The name", "purpose": "The purpose", "source": "The source of the tool"}
PARTS = {
    "question": {"help": "The help of {}", "source": "The source of {}"},
    "outcome": {
        "guidance": "The guidance of {}",
        "source": "The source of {}",
        "value": "What {} counts as",
    },
}


@dataclass(frozen=True)
class Change:
    """One difference, with the words before and after where there are any."""

    what: str
    before: str = ""
    after: str = ""


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference a person who uses the tool would notice, in the order of the page."""
    return tuple(_all(as_lists(old), as_lists(new)))


def _all(old: Row, new: Row) -> Iterator[Change]:
    for key, words in ABOUT.items():
        yield from _words(f"{words} changed", old.get(key), new.get(key))
    if old.get("start") != new.get("start"):
        yield Change(
            "It starts elsewhere", _said(old, old.get("start")), _said(new, new.get("start"))
        )
    for kind, key in (("question", "questions"), ("outcome", "outcomes")):
        before, after = _by(old[key], "id"), _by(new[key], "id")
        yield from _gone_and_come(kind, before, after)
        for identifier in (one for one in after if one in before):
            yield from _row(kind, before[identifier], after[identifier], old, new)
        yield from _order(f"The order of the {key} changed", before, after)


def _by(rows: list[Row], key: str) -> dict[str, Row]:
    return {str(row.get(key)): row for row in rows}


def _gone_and_come(kind: str, old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    for identifier in (one for one in old if one not in new):
        yield Change(f"{begin(named(kind, old[identifier]))} was removed")
    for identifier in (one for one in new if one not in old):
        yield Change(f"{begin(named(kind, new[identifier]))} was added")


def _row(kind: str, old: Row, new: Row, before: Row, after: Row) -> Iterator[Change]:
    here = named(kind, new)
    yield from _words(f"{kind.capitalize()} reworded", old.get(WORDS[kind]), new.get(WORDS[kind]))
    for key, words in PARTS[kind].items():
        yield from _words(f"{words.format(here)} changed", old.get(key), new.get(key))
    if kind == "question":
        yield from _answers(here, old, new, before, after)
    else:
        was, now = _asks(old), _asks(new)
        yield from _words(f"The words that {here} asks for changed", was, now)


def _asks(row: Row) -> str:
    return "; ".join(str(one.get("label")) for one in row.get("asks") or [])


def _answers(here: str, old: Row, new: Row, before: Row, after: Row) -> Iterator[Change]:
    was, now = _by(answers_of(old), "code"), _by(answers_of(new), "code")
    for code in (one for one in was if one not in now):
        yield Change(f"Answer “{was[code].get('label')}” of {here} was removed")
    for code, answer in now.items():
        label = f"Answer “{answer.get('label')}” of {here}"
        leads = _said(after, answer.get("next"))
        if code not in was:
            yield Change(f"{label} was added", "", f"Leads to {leads}")
            continue
        earlier = was[code]
        yield from _words(f"An answer of {here} reworded", earlier["label"], answer["label"])
        if earlier.get("next") != answer.get("next"):
            yield Change(f"{label} leads elsewhere", _said(before, earlier.get("next")), leads)
        asks = (earlier.get("asks"), answer.get("asks"))
        yield from _words(f"The words asked for beside “{answer.get('label')}” changed", *asks)
    yield from _order(f"The order of the answers of {here} changed", was, now)


def _order(what: str, old: dict[str, Row], new: dict[str, Row]) -> Iterator[Change]:
    """A change of order among what stands in both."""
    if [one for one in old if one in new] != [one for one in new if one in old]:
        yield Change(what)


def _words(what: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = (" ".join(str(words or "").split()) for words in (old, new))
    if before != after:
        yield Change(what, before, after)


def _said(data: Row, place: Any) -> str:
    """A place by its words."""
    for kind, key in (("question", "questions"), ("outcome", "outcomes")):
        for row in data[key]:
            if row.get("id") == place:
                return named(kind, row)
    return f"“{place}”" if place else "nowhere yet"
