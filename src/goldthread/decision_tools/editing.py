"""Changes to the data of a draft, one at a time. Pure: each gives back a new tool in lists.

A draft may be faulty while it is being written; what is missing is asked for on publishing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.decision_tools.shape import Row, answers_of, as_lists

NEW_QUESTION, NEW_OUTCOME = "+question", "+outcome"
LISTS = {"question": "questions", "outcome": "outcomes"}
LONGEST_CODE = 40


@dataclass(frozen=True)
class AnswerGiven:
    """One answer as typed; without `code` it is new, `next` may be NEW_QUESTION or NEW_OUTCOME."""

    code: str
    label: str
    next: str
    asks: str = ""
    position: int = 0
    removed: bool = False


def slug(words: str, taken: Iterable[str], fallback: str) -> str:
    """A code made of words that none of `taken` has."""
    code = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:LONGEST_CODE].strip("_")
    code = code if code[:1].isalpha() else fallback
    taken, number, found = set(taken), 2, code
    while found in taken:
        found, number = f"{code}_{number}", number + 1
    return found


def new_tool(code: str, name: str, purpose: str) -> Row:
    """A tool to begin from: one question with two answers, and an outcome for each."""
    answers = [
        {"code": "yes", "label": "Yes", "next": "first_outcome"},
        {"code": "no", "label": "No", "next": "second_outcome"},
    ]
    return {
        "code": code,
        "name": name,
        "purpose": purpose,
        "source": "",
        "start": "first_question",
        "questions": [{"id": "first_question", "text": "First question?", "answers": answers}],
        "outcomes": [
            {"id": "first_outcome", "label": "First outcome", "guidance": "Say what to do."},
            {"id": "second_outcome", "label": "Second outcome", "guidance": "Say what to do."},
        ],
    }


def find(data: Mapping[str, Any], kind: str, identifier: str) -> Row | None:
    """The row of a question or an outcome, if it is there."""
    rows = as_lists(data)[LISTS[kind]]
    return next((row for row in rows if row.get("id") == identifier), None)


def say_about(data: Mapping[str, Any], **words: str) -> Row:
    """The tool with another name, purpose, source or first question."""
    return as_lists({**data, **words})


def set_question(
    data: Mapping[str, Any], identifier: str, words: Mapping[str, str], given: Sequence[AnswerGiven]
) -> Row:
    """The tool with a question reworded and its answers as given, in the order of their places.

    Answers that the writer did not see, because someone else added them meanwhile, stay.
    """
    data = as_lists(data)
    row = find(data, "question", identifier) or {"id": identifier}
    seen = {one.code for one in given}
    kept = [one for one in answers_of(row) if one.get("code") not in seen]
    codes = {str(one.get("code")) for one in answers_of(row)}
    answers: list[Row] = []
    for one in sorted((a for a in given if not a.removed), key=lambda a: a.position):
        code = one.code or slug(one.label, codes, "answer")
        codes.add(code)
        data, place = _place(data, one.next)
        asks = {"asks": one.asks} if one.asks else {}
        answers.append({"code": code, "label": one.label, "next": place, **asks})
    return _put(data, "question", {**row, **words, "answers": [*answers, *kept]})


def _place(data: Row, wanted: str) -> tuple[Row, str]:
    """Where an answer leads; a new question or outcome is added first."""
    if wanted not in (NEW_QUESTION, NEW_OUTCOME):
        return data, wanted
    return add(data, "question" if wanted == NEW_QUESTION else "outcome", "")


def set_outcome(
    data: Mapping[str, Any], identifier: str, words: Mapping[str, str], asks: Sequence[str]
) -> Row:
    """The tool with an outcome reworded; `asks` are labels of the words it asks for."""
    row = find(data, "outcome", identifier) or {"id": identifier}
    known = {one["label"]: one["code"] for one in row.get("asks") or [] if isinstance(one, Mapping)}
    codes = set(known.values())
    asked: list[Row] = []
    for label in dict.fromkeys(asks):
        code = known.get(label) or slug(label, codes, "words")
        codes.add(code)
        asked.append({"code": code, "label": label})
    return _put(as_lists(data), "outcome", {**row, **words, "asks": asked})


def add(data: Mapping[str, Any], kind: str, words: str) -> tuple[Row, str]:
    """The tool with one more question or outcome at the end, and its id."""
    data = as_lists(data)
    taken = {str(row.get("id")) for key in LISTS.values() for row in data[key]}
    identifier = slug(words, taken, kind)
    row: Row = {"id": identifier, "text" if kind == "question" else "label": words}
    if kind == "question":
        row["answers"] = []
    return _put(data, kind, row), identifier


def remove(data: Mapping[str, Any], kind: str, identifier: str) -> Row:
    """The tool without a question or an outcome; answers that led to it lead nowhere yet."""
    data = as_lists(data)
    data[LISTS[kind]] = [row for row in data[LISTS[kind]] if row.get("id") != identifier]
    data["questions"] = [_unled(row, identifier) for row in data["questions"]]
    return data


def _unled(row: Row, identifier: str) -> Row:
    answers = [
        {**one, "next": ""} if one.get("next") == identifier else one for one in answers_of(row)
    ]
    return {**row, "answers": answers}


def move(data: Mapping[str, Any], kind: str, identifier: str, steps: int) -> Row:
    """The tool with a question or an outcome further up (negative) or down in its list."""
    data = as_lists(data)
    rows = list(data[LISTS[kind]])
    old = next((n for n, row in enumerate(rows) if row.get("id") == identifier), None)
    if old is not None:
        rows.insert(min(max(old + steps, 0), len(rows) - 1), rows.pop(old))
    return {**data, LISTS[kind]: rows}


def _put(data: Row, kind: str, row: Row) -> Row:
    """The tool with the row in its place, or at the end of its list."""
    rows = list(data[LISTS[kind]])
    ids = [one.get("id") for one in rows]
    if row["id"] in ids:
        rows[ids.index(row["id"])] = row
    else:
        rows.append(row)
    return {**data, LISTS[kind]: rows}
