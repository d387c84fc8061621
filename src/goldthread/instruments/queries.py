"""Which instruments there are, which version is in use, and what the responses add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import models
from django.db.models import QuerySet

from goldthread.analytics.months import in_words as day_in_words
from goldthread.analytics.sampling.agreement import Agreement, cohens_kappa
from goldthread.instruments.definition import Definition, Question, shown
from goldthread.instruments.models import Instrument, InstrumentVersion, Response
from goldthread.instruments.parsing import parse
from goldthread.instruments.scoring import Total, moment, totals
from goldthread.instruments.versioned import INSTRUMENTS
from goldthread.versions import queries as versions


@dataclass(frozen=True)
class Said:
    """One answer of a response in words; `answer` is empty where an optional question was left."""

    question: str
    answer: str
    comment: str


def instruments_of(organisation_id: int) -> QuerySet[Instrument]:
    """The instruments of an organisation, by name."""
    return Instrument.objects.filter(organisation_id=organisation_id).order_by("name")


versions_of = partial(versions.versions_of, INSTRUMENTS)
draft_of = partial(versions.draft_of, INSTRUMENTS)
version_of = partial(versions.version_of, INSTRUMENTS)
current = partial(versions.current, INSTRUMENTS)
in_use = partial(versions.in_use, INSTRUMENTS)


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
        at = moment(answer)
        return day_in_words(at) if question.type == "date" else f"{day_in_words(at)}, {at:%H:%M}"
    return answer
