"""Recording responses, and preparing and publishing versions of instruments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from django.db import models, transaction
from django.utils import timezone

from goldthread.access.models import User
from goldthread.instruments.definition import Definition, shown
from goldthread.instruments.models import InstrumentVersion, Response
from goldthread.instruments.queries import definition_of
from goldthread.instruments.scoring import Score, score, wrong_answers
from goldthread.instruments.terms import (
    ANSWERS_NEEDED,
    CORRECTION,
    NO_INSTRUMENT,
    SAME_CASE,
    SECOND_READER,
)
from goldthread.instruments.versioned import INSTRUMENTS
from goldthread.trail.operations import record as write_trail
from goldthread.versions import operations as versions
from goldthread.workflow.refusals import Refusal, Refused, refuse


@transaction.atomic
def respond(
    version: InstrumentVersion,
    answers: Mapping[str, str],
    *,
    subject: models.Model,
    case_label: str,
    by: User | None,
    at: dt.datetime | None = None,
    comments: Mapping[str, str] | None = None,
    thread: int | None = None,
    second_of: Response | None = None,
) -> Response:
    """Record the answers for one case of `subject`, scored, and write the subject's trail.

    `answers` maps question ids to answers as text (codes of options, ISO 8601 dates). Answers to
    questions that are not shown are left out. Raises `Refused` with one sentence a question.
    """
    if version.is_draft:
        raise refuse(
            NO_INSTRUMENT, f"“{version.instrument}” version {version.number} is still a draft."
        )
    if second_of is not None:
        _check_second(second_of, version, subject, by)
    response = _scored(version, answers, comments or {})
    response.subject_type, response.subject_id = subject._meta.label_lower, subject.pk
    response.thread, response.case_label = thread, case_label.strip()[:120]
    response.responded_at, response.responded_by = at or timezone.now(), by
    response.second_of = second_of
    response.save(force_insert=True)
    _write_response(response, subject, "instrument.respond")
    return response


def judge(version: InstrumentVersion, answers: Mapping[str, str]) -> Score:
    """How complete answers score, before anything is recorded. `Refused` where one is missing."""
    definition = definition_of(version)
    wrong = wrong_answers(definition, answers)
    if wrong:
        raise Refused(Refusal(ANSWERS_NEEDED, words, name) for name, words in wrong.items())
    return score(definition, answers)


def _scored(
    version: InstrumentVersion, answers: Mapping[str, str], comments: Mapping[str, str]
) -> Response:
    result = judge(version, answers)
    definition = definition_of(version)
    return Response(
        organisation_id=version.instrument.organisation_id,
        version=version,
        answers=_kept(definition, answers, comments),
        criteria=result.criteria,
        passes=result.passes,
    )


def _kept(
    definition: Definition, answers: Mapping[str, str], comments: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    return {
        question.id: {
            "answer": answers.get(question.id, "").strip(),
            "comment": comments.get(question.id, "").strip(),
        }
        for question in shown(definition, answers)
    }


def _check_second(
    first: Response, version: InstrumentVersion, subject: models.Model, by: User | None
) -> None:
    if by is None or first.responded_by_id == by.pk:
        raise refuse(
            SECOND_READER,
            "The second reading must be by someone else. Ask a colleague to read this case.",
        )
    same = (first.version_id, first.subject_type, first.subject_id) == (
        version.pk,
        subject._meta.label_lower,
        subject.pk,
    )
    if not same or first.second_of_id is not None or Response.objects.filter(second_of=first):
        raise refuse(
            SAME_CASE,
            "A case is read twice at most, both times with the same version of the instrument. "
            "Open the first reading and start the second from there.",
        )


@transaction.atomic
def correct(
    response: Response,
    answers: Mapping[str, str],
    *,
    reason: str,
    by: User,
    at: dt.datetime | None = None,
    comments: Mapping[str, str] | None = None,
) -> Response:
    """Record the answers again because the first were wrong; both are kept and the new one counts.

    Raises `Refused` (INS-07) without a reason, or when the response was corrected already.
    """
    if not reason.strip():
        raise refuse(CORRECTION, "Say what was wrong with the first answers.", "reason")
    response = Response.objects.select_for_update().get(pk=response.pk)
    if Response.objects.filter(replaces=response).exists():
        raise refuse(CORRECTION, "These answers were already corrected. Open the newer ones.")
    better = _scored(response.version, answers, comments or {})
    better.subject_type, better.subject_id = response.subject_type, response.subject_id
    better.thread, better.case_label = response.thread, response.case_label
    better.responded_at, better.responded_by = at or timezone.now(), by
    better.replaces, better.correction_reason = response, reason.strip()
    # A second reading stays the second reading of its case when it is put right.
    second_of, response.second_of = response.second_of, None
    response.save(update_fields=["second_of"])
    better.second_of = second_of
    better.save(force_insert=True)
    Response.objects.filter(second_of=response).update(second_of=better)
    _write_response(better, better, "instrument.correct")
    return better


def _write_response(response: Response, about: models.Model, kind: str) -> None:
    write_trail(
        about,
        kind,
        by=response.responded_by,
        at=response.responded_at,
        thread=response.thread,
        organisation_id=response.organisation_id,
        facts={
            "response": response.pk,
            "instrument": response.version.instrument.code,
            "version": response.version.number,
            "case": response.case_label,
            "answers": response.answers,
            "criteria": response.criteria,
            "passes": response.passes,
            "second_of": response.second_of_id,
            "replaces": response.replaces_id,
            "reason": response.correction_reason,
        },
    )


save_draft = partial(versions.save_draft, INSTRUMENTS)
publish_version = partial(versions.publish_version, INSTRUMENTS)
install_defaults = partial(versions.install_defaults, INSTRUMENTS)
