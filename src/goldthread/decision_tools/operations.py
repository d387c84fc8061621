"""Running tools on records, and preparing and publishing their versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

from django.db import models, transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.decision_tools.definition import Definition, End, UnknownAnswer, walk
from goldthread.decision_tools.models import Run, ToolVersion
from goldthread.decision_tools.queries import current, definition_of
from goldthread.decision_tools.terms import UNFINISHED, UNKNOWN_ANSWER, WORDS_ASKED, AnsweredBy
from goldthread.decision_tools.versioned import TOOLS
from goldthread.trail.operations import record as write_trail
from goldthread.versions import operations as versions
from goldthread.workflow.refusals import Refusal, Refused, refuse


@transaction.atomic
def run(
    tool_code: str,
    organisation: Unit,
    answers: Mapping[str, str],
    *,
    subject: models.Model,
    by: User | None,
    at: dt.datetime | None = None,
    answered: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    said: Mapping[str, str] | None = None,
    thread: int | None = None,
    version: ToolVersion | None = None,
) -> Run:
    """Record one use of a tool on `subject`, with its outcome, and write the subject's trail.

    `answers` maps question ids to answer codes; those that the path does not meet are left out.
    `answered` says who gave each (`person` unless told), `reasons` the words beside them.
    `said` are the words the outcome asks for; None where the caller keeps reasons of its own and
    nothing is asked. `version` is the version the answers were given to; the one in use when None.
    Raises `Refused`: no such tool, an answer that is not offered, questions left open, or words
    that were asked for and are missing.
    """
    version = version or current(organisation.pk, tool_code)
    end = _end(definition_of(version), answers)
    answered, reasons = answered or {}, reasons or {}
    if said is not None:
        _check_words(end, answered, reasons, said)
    made = Run.objects.create(
        organisation=organisation,
        version=version,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        thread=thread,
        answers=[
            {
                "question": passed.question.id,
                "answer": passed.answer.code,
                "reason": reasons.get(passed.question.id, "").strip(),
                "answered_by": AnsweredBy(answered.get(passed.question.id, "person")).value,
            }
            for passed in end.path
        ],
        outcome_code=end.outcome.id,
        outcome_value=end.outcome.value,
        said={
            one.code: said[one.code].strip()
            for one in end.outcome.asks
            if said and one.code in said
        },
        ran_at=at or timezone.now(),
        ran_by=by,
    )
    _write_run(made, subject)
    return made


def _end(definition: Definition, answers: Mapping[str, str]) -> End:
    try:
        reached = walk(definition, answers)
    except UnknownAnswer as wrong:
        raise refuse(
            UNKNOWN_ANSWER, f"{wrong}. Choose one of those offered.", wrong.question.id
        ) from wrong
    if isinstance(reached, End):
        return reached
    raise refuse(
        UNFINISHED, f"Answer this question to go on: {reached.question.text}", reached.question.id
    )


def _check_words(
    end: End, answered: Mapping[str, str], reasons: Mapping[str, str], said: Mapping[str, str]
) -> None:
    """Refuse (DT-06) each word asked for and not given; an answer from the record needs none."""
    missing = [
        Refusal(WORDS_ASKED, f"Write this down: {passed.answer.asks}", passed.question.id)
        for passed in end.path
        if passed.answer.asks
        and answered.get(passed.question.id) != AnsweredBy.FACTS
        and not reasons.get(passed.question.id, "").strip()
    ]
    missing += [
        Refusal(WORDS_ASKED, f"Write this down: {one.label}", one.code)
        for one in end.outcome.asks
        if not said.get(one.code, "").strip()
    ]
    if missing:
        raise Refused(missing)


def _write_run(made: Run, subject: models.Model) -> None:
    write_trail(
        subject,
        "decision_tool.run",
        by=made.ran_by,
        at=made.ran_at,
        thread=made.thread,
        organisation_id=made.organisation_id,
        facts={
            "tool": made.version.tool.code,
            "version": made.version.number,
            "answers": made.answers,
            "outcome": made.outcome_code,
            "value": made.outcome_value,
            "said": made.said,
        },
    )


save_draft = partial(versions.save_draft, TOOLS)
begin_draft = partial(versions.begin_draft, TOOLS)
change_draft = partial(versions.change_draft, TOOLS)
publish_version = partial(versions.publish_version, TOOLS)
install_defaults = partial(versions.install_defaults, TOOLS)
