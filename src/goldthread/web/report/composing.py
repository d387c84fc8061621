"""From what was typed to the domain's report."""

from __future__ import annotations

from typing import Any

from goldthread.access.models import Unit
from goldthread.access.queries import open_unit
from goldthread.analytics.completeness import Facts
from goldthread.domain.incidents import queries
from goldthread.domain.incidents.reports import AffectedPerson, DoneAtOnce, Report, Step
from goldthread.domain.incidents.terms import EventType, Precision, TagKind
from goldthread.web.report.answers import Answers
from goldthread.web.report.forms import PersonForm, SequenceForm, StepForm, check
from goldthread.web.report.steps import affects_people, checked

PERSON_FIELDS = (
    "kind", "name", "record_number", "age_bracket", "physical_harm", "psychological_harm",
)  # fmt: skip


def unit_of(answers: Answers, chosen: str) -> Unit:
    """The team chosen now, else the one a link or a role gives, else the organisation.

    A closed or foreign unit is left out: the organisation then places the report.
    """
    organisation = answers.held["organisation"]
    for pk in (chosen, answers.held.get("unit")):
        found = open_unit(organisation, pk) if pk else None
        if found is not None:
            return found
    return open_unit(organisation, organisation)  # type: ignore[return-value]  # always open


def alert_of(answers: Answers, form: StepForm, reporter: Any) -> Report:
    """The short account of someone unsafe now."""
    found = form.cleaned_data
    what = found.get("unsafe_what", "")
    return Report(
        unit=unit_of(answers, found.get("unit", "")),
        event_type=EventType.INCIDENT,
        narrative=what,
        route=answers.route,
        reporter=reporter,
        occurred_precision=Precision.UNKNOWN,
        unsafe_now=True,
        unsafe_what=what,
        proposed_unit=found.get("proposed_unit", ""),
    )


def report_of(answers: Answers, reporter: Any) -> Report:
    """The whole report, from the pages that are right; the domain says what is missing."""
    done = {name: form.cleaned_data for name, form in checked(answers).items()}
    when, where, what = (done.get(name, {}) for name in ("when", "where", "what"))
    about, you = done.get("done", {}), done.get("you", {})
    organisation = answers.held["organisation"]
    return Report(
        unit=unit_of(answers, where.get("unit", "")),
        event_type=done.get("kind", {}).get("event_type", EventType.INCIDENT),
        narrative=_narrative(answers, what.get("narrative", ""), done.get("more", {})),
        route=answers.route,
        reporter=reporter,
        reporter_name=you.get("reporter_name", ""),
        reporter_contact=you.get("reporter_contact", ""),
        reporter_relationship=you.get("reporter_relationship", ""),
        occurred_at=when.get("occurred_at"),
        occurred_precision=when.get("occurred_precision", Precision.UNKNOWN),
        discovered_at=when.get("discovered_at"),
        discovered_precision=when.get("discovered_precision", ""),
        location=where.get("location", ""),
        potential_harm=done.get("potential", {}).get("potential_harm", ""),
        themes=_themes(organisation, done.get("more", {}).get("themes", [])),
        pathway=_tag(organisation, TagKind.PATHWAY, where.get("pathway")),
        service_model=_tag(organisation, TagKind.SERVICE_MODEL, where.get("service_model")),
        people=people_of(answers),
        sequence=_sequence(done, answers),
        immediate_actions=(DoneAtOnce(about["what"], about.get("done_by", "")),)
        if about.get("what")
        else (),
        proposed_unit=where.get("proposed_unit", ""),
        files=tuple(answers.files),
    )


def people_of(answers: Answers) -> tuple[AffectedPerson, ...]:
    """Everyone said to be harmed or upset."""
    if not affects_people(answers):
        return ()
    forms = (check(PersonForm, answers, typed) for typed in answers.people)
    return tuple(
        AffectedPerson(**{name: form.cleaned_data.get(name, "") for name in PERSON_FIELDS})
        for form in forms
        if form.is_valid()
    )


def facts_of(report: Report) -> Facts:
    """What the completeness check may count as answered."""
    harms = [p.physical_harm or p.psychological_harm for p in report.people]
    return Facts(
        event_type=report.event_type,
        occurred=str(report.occurred_at or ""),
        occurred_precision=report.occurred_precision,
        place=report.location,
        immediate_actions=" ".join(action.what for action in report.immediate_actions),
        physical_harm=next(filter(None, harms), "") if report.people else "none",
        themes=tuple(theme.code for theme in report.themes),
    )


def _narrative(answers: Answers, told: str, more: dict[str, Any]) -> str:
    """The account, then each further question with its answer."""
    asked = answers.held.get("asked", [])
    parts = [f"{question}\n{more[code]}" for code, question, _ in asked if more.get(code)]
    return "\n\n".join([told, *parts])


def _sequence(done: dict[str, dict[str, Any]], answers: Answers) -> tuple[Step, ...]:
    if "sequence" not in done:
        return ()
    form = check(SequenceForm, answers, answers.steps["sequence"])
    assert isinstance(form, SequenceForm)  # noqa: S101 - what `check` was given
    return tuple(
        Step(f"{when}: {what}" if when else what, precision=Precision.UNKNOWN)
        for when, what in form.rows()
    )


def _themes(organisation: int, chosen: list[str]) -> tuple[Any, ...]:
    wanted = {int(pk) for pk in chosen}
    return tuple(theme for theme in queries.themes(organisation) if theme.pk in wanted)


def _tag(organisation: int, kind: str, chosen: str | None) -> Any:
    if not chosen:
        return None
    return queries.tags(organisation, kind).filter(pk=int(chosen)).first()
