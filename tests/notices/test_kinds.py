"""Every message asks something, is listed with what it asks, and is made of references and places."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from goldthread.notices.terms import FAULTS, fault_in_words, kind_of, kinds

SOURCE = Path(__file__).parents[2] / "src" / "goldthread"
SENDERS = {"send", "tell", "_tell"}
# What may stand in the words of a message: references, places, policies' own labels, days, counts.
SAFE_ENDINGS = {"reference", "label_of", "in_words", "date_format", "plural", "due", "when"}
SAFE_NAMES = {"unit.name", "forum.name", "clock.unit.name", "verb", "when", "until", "said", "subject",
              "many", "places", "words", "day", "due"}  # fmt: skip


@dataclass(frozen=True)
class Sending:
    """One place in the code that sends a message."""

    where: str
    call: ast.Call


def sendings() -> Iterator[Sending]:
    """Every call of `notices.send`, and of the functions that pass words on to it."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "notices" not in text or "/web/" in path.as_posix():
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _sends(node):
                yield Sending(f"{path.relative_to(SOURCE)}:{node.lineno}", node)


def _sends(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in SENDERS and any(word.arg in {"subject", "kind"} for word in call.keywords)


FOUND = list(sendings())


def test_the_calls_are_found() -> None:
    assert len(FOUND) >= 15


def test_every_kind_that_is_sent_is_listed_with_what_it_asks() -> None:
    unlisted = []
    for sending in FOUND:
        given = [word.value for word in sending.call.keywords if word.arg == "kind"]
        given += sending.call.args[1:2]
        for value in given:
            if isinstance(value, ast.Constant) and value.value not in kinds():
                unlisted.append(f"{sending.where}: {value.value}")
    assert unlisted == [], "say in defaults/notices.yaml what the message asks"


@pytest.mark.parametrize("sending", FOUND, ids=lambda sending: sending.where)
def test_the_words_of_a_message_hold_references_and_places_only(sending: Sending) -> None:
    wrong = [
        ast.unparse(part.value)
        for word in sending.call.keywords
        if word.arg in {"subject", "body"}
        for part in ast.walk(word.value)
        if isinstance(part, ast.FormattedValue) and not _safe(part.value)
    ]
    assert wrong == [], "a message holds references and places, never names or what people typed"


def _safe(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        return ast.unparse(value.func).rsplit(".", 1)[-1] in SAFE_ENDINGS
    text = ast.unparse(value)
    return text.rsplit(".", 1)[-1] == "reference" or any(
        text == name or text.endswith(f".{name}") for name in SAFE_NAMES
    )


def test_every_kind_asks_for_something_in_a_sentence() -> None:
    assert [code for code, kind in kinds().items() if not kind.asks.endswith(".")] == []


def test_a_kind_that_is_not_listed_asks_to_be_opened() -> None:
    assert kind_of("something_new").asks == "Open it."


def test_every_fault_has_a_sentence_and_an_unknown_one_too() -> None:
    assert all(sentence.endswith(".") for sentence in FAULTS.values())
    assert fault_in_words("OddFault") == "Something else went wrong (OddFault)."
    assert fault_in_words("") == ""
