"""The pages of a report, in their order, and which of them apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from goldthread.domain.incidents.terms import HARM_ORDER, EventType
from goldthread.web.report import forms
from goldthread.web.report.answers import Answers

SERIOUS = HARM_ORDER.index("moderate")
WITH_PEOPLE = (EventType.INCIDENT, EventType.OUTCOME)
WITH_POTENTIAL = (EventType.NEAR_MISS, EventType.RISK)


@dataclass(frozen=True)
class Step:
    """One page. `applies` says whether this report needs it."""

    name: str
    title: str
    form: type[forms.StepForm]
    applies: Callable[[Answers], bool] = lambda answers: True


def _kind(answers: Answers) -> str:
    return answers.first("kind", "event_type")


def worst_harm(answers: Answers) -> int:
    """The worst harm said of anyone, on either scale, by its place in the order."""
    said = [
        (person.get(field) or [""])[-1]
        for person in answers.people
        for field in ("physical_harm", "psychological_harm")
    ]
    return max((HARM_ORDER.index(harm) for harm in said if harm in HARM_ORDER), default=0)


STEPS = (
    Step("safe", "Is anyone unsafe now?", forms.SafeForm, lambda a: not a.alerted),
    Step("kind", "What are you reporting?", forms.KindForm),
    Step("what", "What happened?", forms.WhatForm),
    Step("when", "When did it happen?", forms.WhenForm),
    Step("where", "Where did it happen?", forms.WhereForm),
    Step(
        "anyone",
        "Was anyone harmed or upset?",
        forms.AnyoneForm,
        lambda a: _kind(a) in WITH_PEOPLE,
    ),
    Step(
        "potential",
        "How bad could it have been?",
        forms.PotentialForm,
        lambda a: _kind(a) in WITH_POTENTIAL,
    ),
    Step(
        "done",
        "What was done straight away?",
        forms.DoneForm,
        lambda a: _kind(a) != EventType.GOOD_CARE,
    ),
    Step(
        "sequence",
        "What happened, step by step?",
        forms.SequenceForm,
        lambda a: worst_harm(a) >= SERIOUS,
    ),
    Step(
        "more",
        "A little more about this",
        forms.MoreForm,
        lambda a: bool(a.held.get("asked") or a.held.get("suggested")),
    ),
    Step("you", "About you", forms.YouForm, lambda a: a.channel.for_family),
)
BY_NAME = {step.name: step for step in STEPS}
PERSON = Step("person", "About the person", forms.PersonForm)


def steps_of(answers: Answers) -> list[Step]:
    """The pages this report needs, in order."""
    return [step for step in STEPS if step.applies(answers)]


def affects_people(answers: Answers) -> bool:
    """Whether someone was said to be harmed or upset, and the kind of event asks for it."""
    return _kind(answers) in WITH_PEOPLE and answers.first("anyone", "anyone") == "yes"


def checked(answers: Answers) -> dict[str, forms.StepForm]:
    """Each page that was sent, checked anew."""
    return {
        step.name: forms.check(step.form, answers, answers.steps[step.name])
        for step in steps_of(answers)
        if step.name in answers.steps
    }


def unanswered(answers: Answers) -> str:
    """The first page that still needs an answer, or empty when the report can be checked."""
    done = checked(answers)
    for step in steps_of(answers):
        if step.name not in done or not done[step.name].is_valid():
            return step.name
        if step.name == "anyone" and affects_people(answers) and not answers.people:
            return PERSON.name
    return ""


def after(answers: Answers, name: str) -> str:
    """Where the person goes from a page: on, or back to the check when all else is answered."""
    first_gap = unanswered(answers)
    if not first_gap:
        return "check"
    names = [step.name for step in steps_of(answers)]
    place = names.index(name) if name in names else -1
    ahead = [one for one in names[place + 1 :] if one not in answers.steps]
    if name == "anyone" and affects_people(answers) and not answers.people:
        return PERSON.name
    return ahead[0] if ahead else first_gap


def before(answers: Answers, name: str) -> str:
    """The page before, for the link back; empty on the first."""
    names = [step.name for step in steps_of(answers)]
    if name not in names:
        return "anyone" if "anyone" in names else ""
    place = names.index(name)
    return names[place - 1] if place else ""
