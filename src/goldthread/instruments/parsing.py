"""From plain data to an instrument that can be asked and scored, or every reason why not.

Plain data is what YAML or JSON gives:

    {code, name, kind, purpose, source, unit_of_sampling, cohort, vignette,
     standard: {share, words, source},
     sections: [{title, questions: [{id, text, type, help, source, options: [{code, label}],
                                     optional, shown_when: {question, is}}]}],
     criteria: [{code, label, questions: [id], met_when, value, leave_out,
                 applies_when: {question, is}, critical}],
     pass_rule: {kind: all | critical | share, share}}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from goldthread.instruments.definition import (
    NA,
    NO,
    YES,
    Condition,
    Criterion,
    Definition,
    MetWhen,
    Option,
    PassKind,
    PassRule,
    Question,
    Section,
    Standard,
    Type,
)
from goldthread.instruments.terms import NEEDED_QUESTIONS, Kind
from goldthread.versions.faults import FaultyError

CODE = re.compile(r"^[a-z][a-z0-9_]*$")
Data = Mapping[str, Any]


class FaultyInstrument(FaultyError):
    """The instrument cannot be used; one sentence for each fault, naming its place."""


def parse(data: Data) -> Definition:
    """The definition as frozen values. Raises `FaultyInstrument` naming every fault found."""
    problems: list[str] = []
    for field in ("code", "name"):
        if not _text(data, field):
            problems.append(f"The instrument has no {field}.")
    if data.get("kind") not in Kind.values:
        problems.append(f"The kind must be one of {', '.join(Kind.values)}.")
    sections = tuple(_section(row, problems) for row in _mappings(data, "sections"))
    questions = _by_id(sections, problems)
    _check_kind(str(data.get("kind")), questions, problems)
    criteria = _criteria(data, questions, problems)
    rule = _pass_rule(data.get("pass_rule") or {}, criteria, problems)
    standard = _standard(data.get("standard"), problems)
    if problems:
        raise FaultyInstrument(problems)
    return Definition(
        code=_text(data, "code"),
        name=_text(data, "name"),
        kind=_text(data, "kind"),
        purpose=_text(data, "purpose"),
        source=_text(data, "source"),
        unit_of_sampling=_text(data, "unit_of_sampling"),
        cohort=_text(data, "cohort"),
        vignette=_text(data, "vignette"),
        standard=standard,
        sections=sections,
        criteria=criteria,
        pass_rule=rule,
    )


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value.strip() if isinstance(value, str) else ""


def _mappings(data: Data, key: str) -> list[Data]:
    rows = data.get(key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _code(value: Any, where: str, problems: list[str]) -> str:
    if isinstance(value, str) and CODE.match(value):
        return value
    hint = "Write yes and no in quotation marks." if isinstance(value, bool) else ""
    problems.append(f"{where}: “{value}” must be small letters, digits and underscores. {hint}")
    return ""


def _section(row: Data, problems: list[str]) -> Section:
    questions = tuple(_question(one, problems) for one in _mappings(row, "questions"))
    return Section(_text(row, "title"), questions)


def _question(row: Data, problems: list[str]) -> Question:
    name = _code(row.get("id"), "The id of a question", problems)
    if not _text(row, "text"):
        problems.append(f"Question “{name}” has no text.")
    kind = _text(row, "type")
    if kind not in list(Type):
        problems.append(f"Question “{name}” has the type “{kind}”; use one of {', '.join(Type)}.")
        kind = Type.TEXT
    return Question(
        id=name,
        text=_text(row, "text"),
        type=Type(kind),
        help=_text(row, "help"),
        source=_text(row, "source"),
        options=_options(name, Type(kind), row, problems),
        optional=bool(row.get("optional")),
        shown_when=_condition(row.get("shown_when")),
    )


def _options(name: str, kind: Type, row: Data, problems: list[str]) -> tuple[Option, ...]:
    if kind is Type.YES_NO:
        return (YES, NO)
    if kind is Type.YES_NO_NA:
        return (YES, NO, NA)
    if kind not in (Type.CHOICE, Type.SCALE):
        return ()
    where = f"Question “{name}”, an option"
    options = tuple(
        Option(_code(one.get("code"), where, problems), _text(one, "label"))
        for one in _mappings(row, "options")
    )
    if len(options) < 2:
        problems.append(f"Question “{name}” needs at least two options.")
    if len({option.code for option in options}) < len(options):
        problems.append(f"Question “{name}” has the same option twice.")
    if any(not option.label for option in options):
        problems.append(f"Question “{name}” has an option without a label.")
    return options


def _condition(row: Any) -> Condition | None:
    return (
        Condition(str(row.get("question")), str(row.get("is")))
        if isinstance(row, Mapping)
        else None
    )


def _by_id(sections: tuple[Section, ...], problems: list[str]) -> dict[str, Question]:
    """Questions by id; repeated ids and conditions on a question not yet asked are faults."""
    found: dict[str, Question] = {}
    for question in (one for section in sections for one in section.questions):
        _check_condition(f"Question “{question.id}”", question.shown_when, found, problems)
        if question.id in found:
            problems.append(f"The question id “{question.id}” is used twice.")
        found[question.id] = question
    if not found:
        problems.append("The instrument has no questions.")
    return found


def _check_condition(
    where: str, condition: Condition | None, asked: Mapping[str, Question], problems: list[str]
) -> None:
    if condition is None:
        return
    question = asked.get(condition.question)
    if question is None:
        problems.append(
            f"{where} depends on “{condition.question}”, which is not a question asked before it."
        )
    elif condition.equals not in {option.code for option in question.options}:
        problems.append(
            f"{where} depends on the answer “{condition.equals}”, "
            f"which “{condition.question}” does not offer."
        )


def _check_kind(kind: str, questions: Mapping[str, Question], problems: list[str]) -> None:
    for needed in NEEDED_QUESTIONS.get(kind, ()):
        if needed not in questions:
            problems.append(f"An instrument of the kind {kind} needs a question “{needed}”.")


def _criteria(
    data: Data, questions: Mapping[str, Question], problems: list[str]
) -> tuple[Criterion, ...]:
    found: dict[str, Criterion] = {}
    for row in _mappings(data, "criteria"):
        criterion = _criterion(row, questions, problems)
        if criterion.code in found:
            problems.append(f"The criterion “{criterion.code}” is there twice.")
        found[criterion.code] = criterion
    if not found:
        problems.append("The instrument has no criteria, so nothing could be counted.")
    return tuple(found.values())


def _criterion(row: Data, questions: Mapping[str, Question], problems: list[str]) -> Criterion:
    code = _code(row.get("code"), "The code of a criterion", problems)
    where = f"Criterion “{code}”"
    if not _text(row, "label"):
        problems.append(f"{where} has no label.")
    met_when = _text(row, "met_when")
    if met_when not in list(MetWhen):
        problems.append(f"{where}: met_when must be one of {', '.join(MetWhen)}.")
        met_when = MetWhen.ALL_YES
    listed = row.get("questions")
    criterion = Criterion(
        code=code,
        label=_text(row, "label"),
        questions=tuple(map(str, listed)) if isinstance(listed, list) else (),
        met_when=MetWhen(met_when),
        value=_text(row, "value"),
        leave_out=_text(row, "leave_out"),
        applies_when=_condition(row.get("applies_when")),
        critical=bool(row.get("critical")),
    )
    _check_condition(where, criterion.applies_when, questions, problems)
    _check_criterion(where, criterion, questions, problems)
    return criterion


TYPES_FOR = {
    MetWhen.ALL_YES: (Type.YES_NO, Type.YES_NO_NA),
    MetWhen.AT_OR_BEFORE: (Type.DATETIME, Type.DATE),
    MetWhen.EQUALS: (Type.CHOICE, Type.SCALE, Type.YES_NO, Type.YES_NO_NA),
}
HOW_MANY = {MetWhen.AT_OR_BEFORE: 2, MetWhen.EQUALS: 1}


def _check_criterion(
    where: str, criterion: Criterion, questions: Mapping[str, Question], problems: list[str]
) -> None:
    met_when = criterion.met_when
    if not criterion.questions:
        problems.append(f"{where} uses no question.")
    elif len(criterion.questions) != HOW_MANY.get(met_when, len(criterion.questions)):
        problems.append(f"{where}: {met_when} uses exactly {HOW_MANY[met_when]} question(s).")
    for name in criterion.questions:
        question = questions.get(name)
        if question is None:
            problems.append(f"{where} uses “{name}”, which is not a question.")
        elif question.type not in TYPES_FOR[met_when]:
            problems.append(f"{where}: “{name}” cannot be read as {met_when}.")
        elif met_when is MetWhen.EQUALS:
            offered = {option.code for option in question.options}
            for answer in filter(None, (criterion.value or "(none)", criterion.leave_out)):
                if answer not in offered:
                    problems.append(f"{where}: “{name}” does not offer the answer “{answer}”.")


def _share(value: Any, where: str, problems: list[str]) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1:
        return float(value)
    problems.append(f"{where}: the share must be above 0 and at most 1, for example 0.9.")
    return 1.0


def _standard(row: Any, problems: list[str]) -> Standard | None:
    if not isinstance(row, Mapping):
        return None
    share = _share(row.get("share"), "The standard", problems)
    return Standard(share, _text(row, "words"), _text(row, "source"))


def _pass_rule(row: Data, criteria: tuple[Criterion, ...], problems: list[str]) -> PassRule:
    kind = str(row.get("kind", PassKind.ALL)) if isinstance(row, Mapping) else ""
    if kind not in list(PassKind):
        problems.append(f"The pass rule must be one of {', '.join(PassKind)}.")
        return PassRule(PassKind.ALL, 1.0)
    if kind == PassKind.CRITICAL and not any(one.critical for one in criteria):
        problems.append("The pass rule asks for critical criteria, and none is marked critical.")
    share = _share(row.get("share"), "The pass rule", problems) if kind == PassKind.SHARE else 1.0
    return PassRule(PassKind(kind), share)
