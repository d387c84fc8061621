"""From plain data to a sound decision tool, or every reason why not.

Plain data is what YAML or JSON gives:

    {code, name, version, purpose, source, start,
     questions: {id: {text, help, source, answers: [{code, label, next, asks}]}},
     outcomes: {id: {label, guidance, source, value, asks: [{code, label}]}}}

`next` is the id of a question or of an outcome. `questions` and `outcomes` may also be lists whose
items carry an `id`. `asks` are words to be written beside an answer or before an outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from goldthread.decision_tools.definition import Answer, Asked, Definition, Outcome, Question
from goldthread.decision_tools.paths import path_faults
from goldthread.decision_tools.places import ABOUT, begin, named, place_of
from goldthread.decision_tools.shape import answers_of, as_lists
from goldthread.versions.faults import Fault, FaultyError

CODE = re.compile(r"^[a-z][a-z0-9_]*$")
RESERVED = {"new", "runs"}  # words of addresses
Data = Mapping[str, Any]
Faults = list[Fault]


class FaultyDefinition(FaultyError):
    """The tool cannot be used; one sentence for each fault, naming its place."""


def parse(data: Data) -> Definition:
    """The definition as frozen values. Raises `FaultyDefinition` naming every fault found.

    Refused: missing words, malformed or repeated codes, a `next` that leads nowhere, a question
    without answers, a loop, and a question or outcome that no path reaches.
    """
    shaped = as_lists(data)
    faults: Faults = []
    definition = _read(shaped, faults)
    if not any(fault.place == "" for fault in faults):
        faults += path_faults(definition)
    if faults:
        raise FaultyDefinition(faults)
    return definition


def checked(data: Data) -> dict[str, Any]:
    """The data as it is kept, fit to be put into use. Raises `FaultyDefinition`.

    Besides what `parse` refuses: an outcome that does not say what to do.
    """
    faults: Faults = []
    try:
        parse(data)
    except FaultyDefinition as faulty:
        faults += faulty.faults
    faults += _without_guidance(data)
    if faults:
        raise FaultyDefinition(faults)
    return as_lists(data)


def faults_of(data: Data) -> tuple[Fault, ...]:
    """Everything that stands between a draft and its use."""
    try:
        checked(data)
    except FaultyDefinition as faulty:
        return faulty.faults
    return ()


def _without_guidance(data: Data) -> Iterator[Fault]:
    rows = as_lists(data)["outcomes"]
    for row in rows if isinstance(rows, list) else []:
        if not _text(row, "guidance"):
            yield Fault(
                f"{begin(named('outcome', row))} has no guidance. Say what to do next, and by when.",
                place_of("outcome", row.get("id")),
            )


def _read(shaped: Data, faults: Faults) -> Definition:
    questions = {row["id"]: _question(row, faults) for row in _rows(shaped, "questions", faults)}
    outcomes = {row["id"]: _outcome(row, faults) for row in _rows(shaped, "outcomes", faults)}
    for both in sorted(questions.keys() & outcomes.keys()):
        faults.append(
            Fault(f"“{both}” is the id of a question and of an outcome. Rename one of them.")
        )
    for field in ("code", "name", "start"):
        if not _text(shaped, field):
            faults.append(Fault(f"The tool has no {field}.", ABOUT))
    if _text(shaped, "code") in RESERVED:
        faults.append(Fault(f"The code “{shaped['code']}” is taken. Choose another.", ABOUT))
    return Definition(
        code=_text(shaped, "code"),
        name=_text(shaped, "name"),
        purpose=_text(shaped, "purpose"),
        source=_text(shaped, "source"),
        start=_text(shaped, "start"),
        questions=questions,
        outcomes=outcomes,
    )


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _rows(shaped: Data, key: str, faults: Faults) -> list[Data]:
    """The rows of a list by id; repeated and malformed ids are faults of the whole."""
    good: dict[str, Data] = {}
    found = shaped[key]
    if not isinstance(found, list):
        faults.append(Fault(f"“{key}” must be a list, or one entry for each id."))
        found = []
    for row in found:
        identifier: Any = row.get("id", "")
        if _coded(identifier, f"the id of an entry in {key}", "", faults):
            if identifier in good:
                faults.append(Fault(f"The id “{identifier}” is used twice in {key}."))
            good[identifier] = row
    if not good:
        faults.append(Fault(f"The tool has no {key}.", ABOUT))
    return list(good.values())


def _coded(code: Any, what: str, place: str, faults: Faults) -> bool:
    if isinstance(code, bool):
        faults.append(Fault(f"{code} stands as {what}. Write yes and no in quotation marks."))
        return False
    if not isinstance(code, str) or not CODE.match(code):
        words = f"“{code}” stands as {what}. Use small letters, digits and underscores."
        faults.append(Fault(words, place))
        return False
    return True


def _question(row: Data, faults: Faults) -> Question:
    place = place_of("question", row["id"])
    if not _text(row, "text"):
        faults.append(Fault(f"{begin(named('question', row))} has no text.", place))
    answers = _answers(row, place, faults)
    return Question(
        row["id"], _text(row, "text"), _text(row, "help"), _text(row, "source"), answers
    )


def _answers(row: Data, place: str, faults: Faults) -> tuple[Answer, ...]:
    found: dict[str, Answer] = {}
    question = named("question", row)
    for answer in answers_of(row):
        code: Any = answer.get("code") if isinstance(answer, Mapping) else answer
        if not _coded(code, f"the code of an answer to {question}", place, faults):
            continue
        if code in found:
            faults.append(Fault(f"{begin(question)} has the answer “{code}” twice.", place))
        row = answer if isinstance(answer, Mapping) else {}
        if not _text(row, "label"):
            faults.append(Fault(f"Answer “{code}” of {question} has no label.", place))
        found[code] = Answer(code, _text(row, "label"), _text(row, "next"), _text(row, "asks"))
    if not found:
        faults.append(
            Fault(f"{begin(question)} has no answers, so nobody could go on from it.", place)
        )
    return tuple(found.values())


def _outcome(row: Data, faults: Faults) -> Outcome:
    place = place_of("outcome", row["id"])
    if not _text(row, "label"):
        faults.append(Fault(f"{begin(named('outcome', row))} has no label.", place))
    return Outcome(
        row["id"],
        _text(row, "label"),
        _text(row, "guidance"),
        _text(row, "source"),
        _text(row, "value") or row["id"],
        tuple(_asked(row, place, faults)),
    )


def _asked(row: Data, place: str, faults: Faults) -> Iterator[Asked]:
    seen: set[str] = set()
    asks = row.get("asks") or []
    for one in asks if isinstance(asks, list) else []:
        code: Any = one.get("code") if isinstance(one, Mapping) else one
        if not _coded(code, f"words to ask for in {named('outcome', row)}", place, faults):
            continue
        if code in seen or not isinstance(one, Mapping) or not _text(one, "label"):
            words = (
                f"{begin(named('outcome', row))} asks for words without a label, or twice the same."
            )
            faults.append(Fault(words, place))
            continue
        seen.add(code)
        yield Asked(code, _text(one, "label"))
