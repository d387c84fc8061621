"""Recording responses, and preparing and publishing versions of instruments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.instruments.definition import Definition, shown
from goldthread.instruments.models import Instrument, InstrumentVersion, Response
from goldthread.instruments.parsing import FaultyInstrument, parse
from goldthread.instruments.queries import definition_of, draft_of
from goldthread.instruments.scoring import score, wrong_answers
from goldthread.instruments.terms import (
    ANSWERS_NEEDED,
    CORRECTION,
    FAULTY_DEFINITION,
    NO_INSTRUMENT,
    NOT_A_DRAFT,
    SAME_CASE,
    SECOND_READER,
)
from goldthread.trail.operations import record as write_trail
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


def _scored(
    version: InstrumentVersion, answers: Mapping[str, str], comments: Mapping[str, str]
) -> Response:
    definition = definition_of(version)
    wrong = wrong_answers(definition, answers)
    if wrong:
        raise Refused(Refusal(ANSWERS_NEEDED, words, name) for name, words in wrong.items())
    result = score(definition, answers)
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


@transaction.atomic
def save_draft(
    organisation: Unit,
    data: Mapping[str, Any],
    *,
    by: User | None,
    note: str = "",
    at: dt.datetime | None = None,
) -> InstrumentVersion:
    """Keep a next version of an instrument (new ones begin here) without anyone using it yet.

    Raises `Refused` (INS-05) with one sentence for each fault of the definition.
    """
    definition = _parsed(data)
    instrument, _ = Instrument.objects.get_or_create(
        organisation=organisation,
        code=definition.code,
        defaults={"name": definition.name, "kind": definition.kind},
    )
    newest = instrument.versions.order_by("-number").first()
    draft = draft_of(instrument) or InstrumentVersion(
        instrument=instrument, number=newest.number + 1 if newest else 1
    )
    draft.definition, draft.note = dict(data), note[:300]
    draft.save()
    _write_version(draft, "instrument.draft", by, at or timezone.now())
    return draft


def _parsed(data: Mapping[str, Any]) -> Definition:
    try:
        return parse(data)
    except FaultyInstrument as faulty:
        raise Refused(
            Refusal(FAULTY_DEFINITION, problem, "definition") for problem in faulty.problems
        ) from faulty


@transaction.atomic
def publish_version(
    version: InstrumentVersion, *, by: User | None, at: dt.datetime | None = None
) -> InstrumentVersion:
    """Put a draft into use. Earlier responses keep the version they were made with.

    Raises `Refused` (INS-06) when it is already published.
    """
    at = at or timezone.now()
    draft = (
        InstrumentVersion.objects.select_for_update()
        .select_related("instrument")
        .get(pk=version.pk)
    )
    if not draft.is_draft:
        raise refuse(
            NOT_A_DRAFT,
            f"Version {draft.number} of “{draft.instrument}” is already published and does not "
            "change. Save a new draft instead.",
        )
    definition = _parsed(draft.definition)
    draft.is_draft, draft.published_at, draft.published_by = False, at, by
    draft.save()
    draft.instrument.name, draft.instrument.kind = definition.name, definition.kind
    draft.instrument.save(update_fields=["name", "kind"])
    _write_version(draft, "instrument.publish", by, at)
    return draft


def _write_version(version: InstrumentVersion, kind: str, by: User | None, at: dt.datetime) -> None:
    write_trail(
        version.instrument,
        kind,
        by=by,
        at=at,
        organisation_id=version.instrument.organisation_id,
        facts={
            "number": version.number,
            "note": version.note,
            "definition": version.definition,
        },
    )


def install_defaults(
    organisation: Unit, *, by: User | None = None, at: dt.datetime | None = None
) -> list[InstrumentVersion]:
    """Publish the shipped instruments that the organisation does not have yet."""
    have = set(Instrument.objects.filter(organisation=organisation).values_list("code", flat=True))
    return [
        publish_version(
            save_draft(organisation, data, by=by, at=at, note="Shipped with the product"),
            by=by,
            at=at,
        )
        for data in defaults.instruments()
        if data["code"] not in have
    ]
