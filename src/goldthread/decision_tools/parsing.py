"""From plain data to a sound decision tool, or every reason why not.

Plain data is what YAML or JSON gives:

    {code, name, version, purpose, source, start,
     questions: {id: {text, help, source, answers: [{code, label, next}]}},
     outcomes: {id: {label, guidance, source, value}}}

`next` is the id of a question or of an outcome. `questions` and `outcomes` may also be lists whose
items carry an `id`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from goldthread.decision_tools.definition import Answer, Definition, Outcome, Question

CODE = re.compile(r"^[a-z][a-z0-9_]*$")
Data = Mapping[str, Any]


class FaultyDefinition(ValueError):
    """The definition cannot be used; `problems` has one sentence for each fault, naming its place."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problems))


def parse(data: Data) -> Definition:
    """The definition as frozen values. Raises `FaultyDefinition` naming every fault found.

    Refused: missing words, malformed or repeated codes, a `next` that leads nowhere, a question
    without answers, a loop, and a question or outcome that no path reaches.
    """
    problems: list[str] = []
    questions = _questions(data, problems)
    outcomes = _outcomes(data, problems)
    for both in sorted(questions.keys() & outcomes.keys()):
        problems.append(f"“{both}” is the id of a question and of an outcome. Rename one of them.")
    for field in ("code", "name", "start"):
        if not _text(data, field):
            problems.append(f"The tool has no {field}.")
    if not problems:
        _check_paths(str(data["start"]), questions, outcomes, problems)
    if problems:
        raise FaultyDefinition(problems)
    return Definition(
        code=_text(data, "code"),
        name=_text(data, "name"),
        purpose=_text(data, "purpose"),
        source=_text(data, "source"),
        start=_text(data, "start"),
        questions=questions,
        outcomes=outcomes,
    )


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _rows(data: Data, key: str, problems: list[str]) -> list[tuple[str, Data]]:
    """The (id, row) pairs of a mapping or a list; repeated and malformed ids are faults."""
    found = data.get(key) or {}
    if isinstance(found, Mapping):
        pairs = list(found.items())
    elif isinstance(found, list):
        pairs = [(row.get("id", "") if isinstance(row, Mapping) else "", row) for row in found]
    else:
        pairs = []
        problems.append(f"“{key}” must be a list, or one entry for each id.")
    return _good_rows(pairs, key, problems)


def _good_rows(
    pairs: list[tuple[Any, Any]], key: str, problems: list[str]
) -> list[tuple[str, Data]]:
    good: dict[str, Data] = {}
    for identifier, row in pairs:
        if not isinstance(row, Mapping):
            problems.append(f"“{identifier}” in {key} has no content.")
        elif _coded(identifier, f"the id of an entry in {key}", problems):
            if identifier in good:
                problems.append(f"The id “{identifier}” is used twice in {key}.")
            good[identifier] = row
    if not good:
        problems.append(f"The tool has no {key}.")
    return list(good.items())


def _coded(code: Any, what: str, problems: list[str]) -> bool:
    if isinstance(code, bool):
        problems.append(f"{code} stands as {what}. Write yes and no in quotation marks.")
        return False
    if not isinstance(code, str) or not CODE.match(code):
        problems.append(f"“{code}” stands as {what}. Use small letters, digits and underscores.")
        return False
    return True


def _questions(data: Data, problems: list[str]) -> dict[str, Question]:
    found = {}
    for identifier, row in _rows(data, "questions", problems):
        if not _text(row, "text"):
            problems.append(f"Question “{identifier}” has no text.")
        answers = _answers(identifier, row, problems)
        found[identifier] = Question(
            identifier, _text(row, "text"), _text(row, "help"), _text(row, "source"), answers
        )
    return found


def _answers(question: str, row: Data, problems: list[str]) -> tuple[Answer, ...]:
    found: dict[str, Answer] = {}
    for answer in row.get("answers") or []:
        code: Any = answer.get("code") if isinstance(answer, Mapping) else answer
        if not _coded(code, f"the code of an answer to question “{question}”", problems):
            continue
        if code in found:
            problems.append(f"Question “{question}” has the answer “{code}” twice.")
        if not isinstance(answer, Mapping) or not _text(answer, "label"):
            problems.append(f"Answer “{code}” of question “{question}” has no label.")
            continue
        found[code] = Answer(code, _text(answer, "label"), _text(answer, "next"))
    if not found:
        problems.append(f"Question “{question}” has no answers, so nobody could go on from it.")
    return tuple(found.values())


def _outcomes(data: Data, problems: list[str]) -> dict[str, Outcome]:
    found = {}
    for identifier, row in _rows(data, "outcomes", problems):
        if not _text(row, "label"):
            problems.append(f"Outcome “{identifier}” has no label.")
        found[identifier] = Outcome(
            identifier,
            _text(row, "label"),
            _text(row, "guidance"),
            _text(row, "source"),
            _text(row, "value") or identifier,
        )
    return found


def _check_paths(
    start: str,
    questions: Mapping[str, Question],
    outcomes: Mapping[str, Outcome],
    problems: list[str],
) -> None:
    """Add the faults of the paths: places that are not there, loops, places never reached."""
    if start not in questions:
        problems.append(f"The tool starts at “{start}”, which is not one of its questions.")
        return
    for question in questions.values():
        for answer in question.answers:
            if answer.next not in questions and answer.next not in outcomes:
                problems.append(
                    f"Answer “{answer.code}” of question “{question.id}” leads to "
                    f"“{answer.next}”, which is neither a question nor an outcome."
                )
    reached = _follow(start, questions, problems)
    for kind, ids in (("Question", questions.keys()), ("Outcome", outcomes.keys())):
        for unreached in sorted(ids - reached):
            problems.append(f"{kind} “{unreached}” can never be reached: no answer leads to it.")


def _follow(start: str, questions: Mapping[str, Question], problems: list[str]) -> set[str]:
    """Every place that can be reached; a question met again on its own path is a loop."""
    reached: set[str] = set()
    on_path: set[str] = set()
    stack = [(start, False)]
    while stack:
        place, leaving = stack.pop()
        if leaving:
            on_path.discard(place)
            continue
        if place in reached:
            continue
        reached.add(place)
        if place not in questions:
            continue
        on_path.add(place)
        stack.append((place, True))
        for answer in questions[place].answers:
            if answer.next in on_path:
                problems.append(
                    f"Answer “{answer.code}” of question “{place}” leads back to "
                    f"“{answer.next}”, so a person could go round for ever."
                )
            stack.append((answer.next, False))
    return reached
