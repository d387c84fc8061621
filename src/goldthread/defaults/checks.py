"""What a definition must be before the product will use it.

The same checks hold for the shipped files and for those a customer writes, so the messages
name the definition, the place in it and what to change.
"""

import re
from collections.abc import Iterator
from typing import Any

Definition = dict[str, Any]

SOURCE_KINDS = ("statutory", "contract", "local_policy")
UNITS = ("minutes", "hours", "days", "working_days", "months")
MEASURE_ENGINES = ("count", "share", "spread", "rate")
MEASURE_WORDS = ("question", "unit", "numerator", "denominator", "source_text", "group")
DIRECTIONS = ("increase", "decrease", "neutral")
RHYTHMS = ("weekly", "monthly", "quarterly")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ANSWER_TYPES = ("yes_no", "yes_no_na", "choice", "scale", "text", "date", "datetime", "number")
CODE = re.compile(r"^[a-z][a-z0-9_]*$")
MERGE_FIELD = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)\s*\}\}")


class DefaultsError(ValueError):
    """A definition cannot be used; the message says which, where and why."""


def coded(rows: list[Definition], where: str) -> list[Definition]:
    """Return the rows when each has a well-formed code of its own and a label."""
    seen: set[str] = set()
    for row in rows:
        code = row.get("code", "")
        if not CODE.match(code):
            raise DefaultsError(
                f"{where}: the code {code!r} must be small letters, digits and underscores."
            )
        if code in seen:
            raise DefaultsError(f"{where}: the code {code!r} is used twice.")
        if not (row.get("label") or row.get("name")):
            raise DefaultsError(f"{where}: {code!r} needs a label.")
        seen.add(code)
    return rows


def clock_policy(policy: Definition) -> Definition:
    """Return the policy when its times are whole and its source is named."""
    code = policy["code"]
    if policy.get("source_kind") not in SOURCE_KINDS:
        raise DefaultsError(f"Clock {code!r}: source_kind must be one of {SOURCE_KINDS}.")
    if not policy.get("source"):
        raise DefaultsError(f"Clock {code!r}: say where this time comes from in 'source'.")
    for name in ("due", "breach"):
        duration = policy.get(name)
        if duration is None:
            continue
        if duration.get("unit") not in UNITS or int(duration.get("amount", 0)) <= 0:
            raise DefaultsError(
                f"Clock {code!r}: {name!r} needs an amount above 0 and a unit of {UNITS}."
            )
    if policy.get("due") is None and not policy.get("words"):
        raise DefaultsError(f"Clock {code!r}: without a figure, say what the source says.")
    return policy


def decision_tool(tool: Definition) -> Definition:
    """Return the tool when every path from its start ends at an outcome."""
    name = tool["code"]
    questions, outcomes = tool["questions"], tool["outcomes"]
    both = questions.keys() & outcomes.keys()
    if both:
        raise DefaultsError(f"Tool {name!r}: {sorted(both)} is both a question and an outcome.")
    reached: set[str] = set()
    _walk(tool, tool["start"], (), reached)
    unreached = (questions.keys() | outcomes.keys()) - reached
    if unreached:
        raise DefaultsError(f"Tool {name!r}: nothing leads to {sorted(unreached)}.")
    return tool


def _walk(tool: Definition, node: str, path: tuple[str, ...], reached: set[str]) -> None:
    """Follow every answer from a node; depth is bounded because a repeat is refused."""
    name = tool["code"]
    if node in path:
        raise DefaultsError(f"Tool {name!r}: the question {node!r} leads back to itself.")
    if node in reached:
        return
    reached.add(node)
    if node in tool["outcomes"]:
        return
    if node not in tool["questions"]:
        raise DefaultsError(f"Tool {name!r}: {node!r} is neither a question nor an outcome.")
    answers = coded(tool["questions"][node]["answers"], f"Tool {name!r}, question {node!r}")
    for answer in answers:
        _walk(tool, answer["next"], (*path, node), reached)


def instrument_questions(definition: Definition) -> Iterator[Definition]:
    """Every question of an instrument, section by section."""
    for section in definition["sections"]:
        yield from section["questions"]


def instrument(definition: Definition) -> Definition:
    """Return the instrument when its criteria can be scored from its questions."""
    name = definition["code"]
    questions = {question["id"]: question for question in instrument_questions(definition)}
    for identifier, question in questions.items():
        if question["type"] not in ANSWER_TYPES:
            raise DefaultsError(f"Instrument {name!r}: {identifier!r} has an unknown type.")
        if question["type"] in ("choice", "scale") and not question.get("options"):
            raise DefaultsError(f"Instrument {name!r}: {identifier!r} needs its options.")
    for criterion in definition["criteria"]:
        missing = set(criterion["questions"]) - questions.keys()
        if missing:
            raise DefaultsError(
                f"Instrument {name!r}: criterion {criterion['code']!r} uses {sorted(missing)}."
            )
    return definition


def letter(template: Definition) -> Definition:
    """Return the template when the fields it merges are the fields it lists."""
    used = set(MERGE_FIELD.findall(template["subject"] + template["body"]))
    listed = set(template["fields"])
    if used != listed:
        raise DefaultsError(
            f"Letter {template['code']!r}: its text and its list of fields disagree on "
            f"{sorted(used ^ listed)}."
        )
    return template


def measure(definition: Definition) -> Definition:
    """Return the measure when it says what it counts, which way is better, and where from."""
    name = definition["code"]
    for word in MEASURE_WORDS:
        if not definition.get(word):
            raise DefaultsError(f"Measure {name!r}: say {word!r} in words.")
    if definition.get("engine") not in MEASURE_ENGINES:
        raise DefaultsError(f"Measure {name!r}: engine must be one of {MEASURE_ENGINES}.")
    if definition.get("direction") not in DIRECTIONS:
        raise DefaultsError(f"Measure {name!r}: direction must be one of {DIRECTIONS}.")
    if definition["engine"] == "rate" and not (definition.get("uses") and definition.get("per")):
        raise DefaultsError(f"Measure {name!r}: a rate says what it uses and per what.")
    target = definition.get("target")
    if target is not None and not target.get("source"):
        raise DefaultsError(f"Measure {name!r}: say where the target comes from in 'source'.")
    return definition


def forum(definition: Definition) -> Definition:
    """Return the forum when its rhythm can be read and its agenda is not empty."""
    name = definition["code"]
    for word in ("purpose", "chair_role", "source"):
        if not definition.get(word):
            raise DefaultsError(f"Forum {name!r}: give {word!r}.")
    if definition.get("every") not in RHYTHMS or definition.get("weekday") not in WEEKDAYS:
        raise DefaultsError(f"Forum {name!r}: say how often it meets and on which weekday.")
    if not 1 <= definition["week"] <= 5 or not 1 <= definition["month"] <= 3:
        raise DefaultsError(f"Forum {name!r}: week is 1 to 5 and month 1 to 3.")
    if not definition.get("agenda") or definition["quorum"] < 1:
        raise DefaultsError(f"Forum {name!r}: it needs an agenda and a quorum.")
    return definition


def indicator(row: Definition) -> Definition:
    """Return the indicator when its step-up and its timescale come together, with a source."""
    code = row["code"]
    if not row.get("source"):
        raise DefaultsError(f"Indicator {code!r}: say where it comes from in 'source'.")
    within = row.get("within")
    if bool(row.get("step_up")) != bool(within):
        raise DefaultsError(f"Indicator {code!r}: 'step_up' and 'within' come together.")
    if within and (within.get("unit") not in UNITS or int(within.get("amount", 0)) <= 0):
        raise DefaultsError(f"Indicator {code!r}: 'within' needs an amount and a unit of {UNITS}.")
    return row
