"""Read the shipped YAML files and refuse any that could not be used.

Every function returns plain dictionaries and lists, in the order of the file, fresh on each
call so that a caller may change what it was given.
"""

import copy
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from goldthread.defaults import checks
from goldthread.defaults.checks import DefaultsError

# The reader written in C where the machine has it, about ten times as quick.
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Definition = dict[str, Any]

__all__ = ["DefaultsError", "Definition"]


def _read(path: str) -> Any:
    return copy.deepcopy(_parsed(path))


@cache
def _parsed(path: str) -> Any:
    """The file as read once; reading YAML costs far more than copying what it held."""
    text = files("goldthread.defaults").joinpath(path).read_text(encoding="utf-8")
    return yaml.load(text, Loader=FAST)  # noqa: S506 - a safe loader, the quick one


def _folder(name: str) -> list[Definition]:
    folder = files("goldthread.defaults").joinpath(name)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return [_read(f"{name}/{file_name}") for file_name in names]


def _coded(path: str, key: str) -> list[Definition]:
    return checks.coded(_read(path)[key], path)


def categories() -> list[Definition]:
    """What kind of event it was: ``{code, label, group, help, lfpse}``.

    ``lfpse`` gives suggested LFPSE codes (see the file) or is empty; a person confirms them.
    """
    return _coded("categories.yaml", "categories")


def themes() -> list[Definition]:
    """What kept it happening: ``{code, label, help, built_in, lens, seips, phrases}``.

    ``lens`` is one of the four lenses of a structured analysis, or None.
    """
    return _coded("themes.yaml", "themes")


def notices() -> list[Definition]:
    """Every kind of message: ``{code, label, asks}`` and perhaps ``even_in_quiet_hours``, why."""
    return _coded("notices.yaml", "notices")


def pathways() -> list[Definition]:
    """Care pathways an incident can be tagged with: ``{code, label, help}``."""
    return _coded("pathways.yaml", "pathways")


def service_models() -> list[Definition]:
    """Service models a team can be tagged with: ``{code, label, help}``."""
    return _coded("pathways.yaml", "service_models")


def clock_policies() -> list[Definition]:
    """Every shipped due time, with its source (see the head of the file for each field)."""
    return [checks.clock_policy(policy) for policy in _coded("clock_policies.yaml", "clocks")]


def consequences() -> list[Definition]:
    """What may follow for each kind of provider (see the head of the file for each field)."""
    return _coded("consequences.yaml", "consequences")


def forums() -> list[Definition]:
    """Standing groups and when they meet (see the head of the file for each field)."""
    return [checks.forum(row) for row in _coded("forums.yaml", "forums")]


def roles() -> list[Definition]:
    """The roles in plain English: ``{code, label, description, sees, does, never}``."""
    return _coded("roles.yaml", "roles")


def indicators() -> list[Definition]:
    """Early warning indicators (see the head of the file for each field)."""
    return [checks.indicator(row) for row in _coded("indicators.yaml", "indicators")]


def cohort_definition() -> Definition:
    """Who is in the high-risk cohort: ``{indicators, days, flagged_too, source, check}``."""
    drawn: Definition = _read("indicators.yaml")["cohort"]
    return drawn


def decision_tools() -> list[Definition]:
    """Branching tools: ``{code, name, version, start, questions, outcomes}``.

    ``questions`` and ``outcomes`` are keyed by id; an answer's ``next`` is the id of either.
    Every path from ``start`` reaches an outcome and no question can be met twice.
    """
    return [checks.decision_tool(tool) for tool in _folder("decision_tools")]


def instruments() -> list[Definition]:
    """Questionnaires with scoring: audits, observations, competency and care-plan checks."""
    return [checks.instrument(definition) for definition in _folder("instruments")]


def letters() -> list[Definition]:
    """Letter and record templates with their merge fields: every ``{{ field }}`` is listed."""
    return [checks.letter(letter) for letter in _folder("letters")]


def review_guidance() -> Definition:
    """Prompts and help for reviews, keyed by what they help with (lenses, SEIPS, methods)."""
    guidance: Definition = _read("review_guidance.yaml")
    return guidance


def action_guidance() -> Definition:
    """Strength of actions, the hierarchy of effectiveness, routes and evidence, in words."""
    guidance: Definition = _read("action_guidance.yaml")
    return guidance


def interfaces() -> Definition:
    """Who owns what between agencies: ``{code, name, rows, escalation, sustained, letter}``."""
    template: Definition = _read("interfaces.yaml")
    return template


def stabilisation() -> Definition:
    """The three-part stabilisation checklist and the offers of support to staff."""
    checklist: Definition = _read("stabilisation.yaml")
    return checklist


def plain_words() -> Definition:
    """Words of the trade with plain ones: ``{known, words: [{word, instead}]}``."""
    words: Definition = _read("plain_words.yaml")
    return words


def pulse() -> Definition:
    """The confidence pulse: ``{questions, scale, agrees_from, smallest_group}``."""
    asked: Definition = _read("pulse.yaml")
    return asked


def measures() -> list[Definition]:
    """What is counted month by month (see the head of the file for each field)."""
    return [checks.measure(row) for row in _coded("measures.yaml", "measures")]


def cqc() -> Definition:
    """Quality statements and categories of evidence: ``{source, check, evidence, statements}``."""
    framework: Definition = _read("cqc.yaml")
    return framework


def packs() -> list[Definition]:
    """Kinds of governance packs (see the head of the file for each field)."""
    return _coded("packs.yaml", "packs")


def suppression() -> Definition:
    """From which count on numbers are shown outside the provider: ``{fewer_than, source}``."""
    rule: Definition = _read("measures.yaml")["suppression"]
    return rule
