"""Which instruments there are, which version is in use, and what the responses add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from goldthread.analytics.sampling.agreement import Agreement, cohens_kappa
from goldthread.instruments.definition import Definition, Question, shown
from goldthread.instruments.models import Instrument, InstrumentVersion, Response
from goldthread.instruments.parsing import parse
from goldthread.instruments.scoring import Total, moment, totals
from goldthread.instruments.terms import NO_INSTRUMENT
from goldthread.workflow.refusals import refuse


@dataclass(frozen=True)
class Said:
    """One answer of a response in words; `answer` is empty where an optional question was left."""

    question: str
    answer: str
    comment: str


def instruments_of(organisation_id: int) -> QuerySet[Instrument]:
    """The instruments of an organisation, by name."""
    return Instrument.objects.filter(organisation_id=organisation_id).order_by("name")


def versions_of(instrument: Instrument) -> QuerySet[InstrumentVersion]:
    """Every version of an instrument, the draft and the newest first."""
    return instrument.versions.select_related("published_by").order_by("-number")


def draft_of(instrument: Instrument) -> InstrumentVersion | None:
    """The version being prepared, if any."""
    return instrument.versions.filter(is_draft=True).first()


def version_of(organisation_id: int, code: str, number: int) -> InstrumentVersion | None:
    """One version of the organisation's instrument, or None."""
    return (
        InstrumentVersion.objects.select_related("instrument", "published_by")
        .filter(instrument__organisation_id=organisation_id, instrument__code=code, number=number)
        .first()
    )


def current(organisation_id: int, code: str) -> InstrumentVersion:
    """The version in use. Raises `Refused` (INS-01) when the organisation has none published."""
    found = (
        InstrumentVersion.objects.select_related("instrument")
        .filter(instrument__organisation_id=organisation_id, instrument__code=code, is_draft=False)
        .order_by("-number")
        .first()
    )
    if found is None:
        raise refuse(
            NO_INSTRUMENT,
            f"There is no published instrument “{code}” in your organisation. "
            "Ask an administrator to publish it under Settings, Instruments.",
        )
    return found


def definition_of(version: InstrumentVersion) -> Definition:
    """The version's definition, ready to ask and score."""
    return parse(version.definition)


def responses_of(subject: models.Model) -> QuerySet[Response]:
    """The responses on one record that count: not corrected since, first readings only."""
    return _of(subject).filter(second_of__isnull=True, replaced_by__isnull=True)


def responses_of_thread(thread: int) -> QuerySet[Response]:
    """The responses of one golden thread that count, oldest first."""
    return Response.objects.filter(
        thread=thread, second_of__isnull=True, replaced_by__isnull=True
    ).select_related("version__instrument", "responded_by")


def _of(subject: models.Model) -> QuerySet[Response]:
    return Response.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    ).select_related("version__instrument", "responded_by")


def totals_of(version: InstrumentVersion, responses: Iterable[Response]) -> list[Total]:
    """k of n for each criterion over responses made with `version`."""
    return totals(definition_of(version), [response.criteria for response in responses])


def agreement_of(subject: models.Model) -> Agreement:
    """How far first and second readers agreed, over every criterion of every case read twice."""
    seconds = (
        _of(subject)
        .filter(second_of__isnull=False, replaced_by__isnull=True)
        .select_related("second_of")
    )
    first: list[bool | None] = []
    second: list[bool | None] = []
    for reading in seconds:
        original = reading.second_of
        if original is not None:
            first += [original.criteria.get(code) for code in reading.criteria]
            second += list(reading.criteria.values())
    return cohens_kappa(first, second)


def in_words(response: Response) -> list[Said]:
    """What was asked and answered, in the words of the version that was used."""
    definition = definition_of(response.version)
    plain = {name: row["answer"] for name, row in response.answers.items()}
    return [
        Said(
            question.text,
            _words(question, plain.get(question.id, "")),
            response.answers.get(question.id, {}).get("comment", ""),
        )
        for question in shown(definition, plain)
    ]


def _words(question: Question, answer: str) -> str:
    for option in question.options:
        if option.code == answer:
            return option.label
    if answer and question.type in ("date", "datetime"):
        return f"{moment(answer):{'%-d %B %Y' if question.type == 'date' else '%-d %B %Y, %H:%M'}}"
    return answer
