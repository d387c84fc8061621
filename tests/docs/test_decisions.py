"""Decisions are numbered once each, and say the number of their file."""

from __future__ import annotations

from pathlib import Path

FILES = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_from_one_without_a_gap_or_a_double() -> None:
    assert [int(file.name[:4]) for file in FILES] == list(range(1, len(FILES) + 1))


def test_a_decision_says_its_number() -> None:
    wrong = [
        file.name
        for file in FILES
        if not file.read_text(encoding="utf-8").startswith(f"# {int(file.name[:4])}. ")
    ]
    assert wrong == []
