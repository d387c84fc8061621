"""What the pages of a report print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from goldthread.access.queries import holders
from goldthread.access.terms import Permission
from goldthread.clocks import queries as clocks
from goldthread.domain.incidents.terms import PersonKind, PhysicalHarm, PsychologicalHarm, Route
from goldthread.web.components import Row
from goldthread.web.report.answers import Answers
from goldthread.web.report.forms import StepForm
from goldthread.web.report.steps import affects_people, checked, steps_of
from goldthread.web.words import date, plural, until, when

NOT_SAID = "Not said"
NAMES_SHOWN = 3


@dataclass(frozen=True)
class NextSteps:
    """What follows a report: who reads it, by when, and how the reporter hears of it."""

    readers: str
    by_when: str


def next_steps(incident: Any, *, names: bool) -> NextSteps:
    """From the triage clock and the roles; names of readers only for people who work here."""
    clock = clocks.of_subject(incident).filter(kind="triage").first()
    by_when = f"{when(clock.due_at)} ({until(clock.due_at)})" if clock and clock.due_at else ""
    readers = "The patient-safety team"
    if names:
        found = [user.name for user in holders(Permission.INCIDENT_TRIAGE, incident.unit)[:10]]
        shown, more = found[:NAMES_SHOWN], len(found) - NAMES_SHOWN
        extra = f" and {plural(more, 'other')}" if more > 0 else ""
        readers += f": {', '.join(shown)}{extra}" if shown else ""
    return NextSteps(readers, by_when)


ROUTE_WORDS = {
    Route.SIGNED_IN: "With your name",
    Route.CONFIDENTIAL: "Confidentially: only the patient-safety team knows who you are",
    Route.ANONYMOUS: "Anonymously: your name is not stored",
}


def check_rows(answers: Answers) -> list[Row]:
    """Every answer with the way to change it."""
    done = checked(answers)
    rows: list[Row] = []
    for step in steps_of(answers):
        form = done.get(step.name)
        value = _value(step.name, form, answers) if form else ""
        rows.append(Row(step.title, value or NOT_SAID, answers.channel.url("step", step.name)))
        if step.name == "anyone" and affects_people(answers):
            rows += _people(answers)
    rows.append(_files(answers))
    if answers.channel.signed_in and not answers.alerted:
        way = ROUTE_WORDS[Route(answers.route)]
        rows.append(Row("How it is sent", way, answers.channel.url("name"), "how it is sent"))
    return rows


def _value(name: str, form: StepForm, answers: Answers) -> str:
    if not form.is_valid():
        return "Needs an answer"
    found = form.cleaned_data
    shows = VALUES.get(name)
    return shows(found, answers) if shows else _choice(form)


def _choice(form: StepForm) -> str:
    """The label of the one answer of a page of radios."""
    name, field = next(iter(form.fields.items()))
    return str(dict(getattr(field, "choices", ())).get(form[name].value(), ""))


def _when(found: dict[str, Any], _: Answers) -> str:
    moment, precision = found["occurred_at"], found["occurred_precision"]
    if moment is None:
        return "I do not know when"
    words = {
        "exact": when(moment),
        "about": f"About {when(moment)}",
        "month": date(moment).partition(" ")[2],
    }.get(precision, date(moment))
    noticed = found.get("discovered_at")
    return f"{words}. Noticed on {date(noticed)}" if noticed else words


def _where(found: dict[str, Any], answers: Answers) -> str:
    names = {str(pk): name for pk, name in answers.held.get("teams", [])}
    tags = {str(pk): name for group in answers.held.get("tags", {}).values() for pk, name in group}
    parts = [
        answers.held.get("preset") or names.get(found.get("unit", ""), ""),
        found.get("proposed_unit", ""),
        found.get("location", ""),
        tags.get(found.get("pathway", ""), ""),
        tags.get(found.get("service_model", ""), ""),
    ]
    return ", ".join(filter(None, parts))


def _done(found: dict[str, Any], _: Answers) -> str:
    if not found["what"]:
        return "Nothing, or not known"
    return f"{found['what']} ({found['done_by']})" if found["done_by"] else found["what"]


def _sequence(found: dict[str, Any], _: Answers) -> str:
    steps = sum(1 for name, value in found.items() if name.startswith("what_") and value)
    return plural(steps, "step") if steps else ""


def _more(found: dict[str, Any], _: Answers) -> str:
    answered = sum(1 for value in found.values() if value)
    return plural(answered, "answer") if answered else ""


def _you(found: dict[str, Any], _: Answers) -> str:
    return ", ".join(filter(None, found.values()))


VALUES: dict[str, Any] = {
    "what": lambda found, _: found["narrative"],
    "when": _when,
    "where": _where,
    "done": _done,
    "sequence": _sequence,
    "more": _more,
    "you": _you,
}


def _people(answers: Answers) -> list[Row]:
    return [
        Row(
            f"Person {number}",
            person_words(typed),
            answers.channel.url("person", number),
            f"person {number}",
        )
        for number, typed in enumerate(answers.people, 1)
    ]


def person_words(typed: dict[str, list[str]]) -> str:
    """`Person using the service: low physical harm, no psychological harm`."""
    said = {name: values[-1] for name, values in typed.items() if values}
    kind = dict(PersonKind.choices).get(said.get("kind", ""), "Someone")
    harms = [
        dict(PhysicalHarm.choices).get(said.get("physical_harm", ""), ""),
        dict(PsychologicalHarm.choices).get(said.get("psychological_harm", ""), ""),
    ]
    words = ", ".join(harm[0].lower() + harm[1:] for harm in harms if harm)
    return f"{kind}: {words or 'harm not known'}"


def _files(answers: Answers) -> Row:
    files = answers.files
    words = ", ".join(file.name for file in files) if files else "None"
    return Row("Photographs and files", words, answers.channel.url("files"))
