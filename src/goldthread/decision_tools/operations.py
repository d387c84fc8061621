"""Running tools on records, and preparing and publishing their versions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit, User
from goldthread.decision_tools.definition import Definition, End, UnknownAnswer, walk
from goldthread.decision_tools.models import Run, Tool, ToolVersion
from goldthread.decision_tools.parsing import FaultyDefinition, parse
from goldthread.decision_tools.queries import current, definition_of, draft_of
from goldthread.decision_tools.terms import (
    FAULTY_DEFINITION,
    NOT_A_DRAFT,
    UNFINISHED,
    UNKNOWN_ANSWER,
    AnsweredBy,
)
from goldthread.trail.operations import record as write_trail
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
    thread: int | None = None,
    version: ToolVersion | None = None,
) -> Run:
    """Record one use of a tool on `subject`, with its outcome, and write the subject's trail.

    `answers` maps question ids to answer codes; those that the path does not meet are left out.
    `answered` says who gave each (`person` unless told), `reasons` the words beside them.
    `version` is the version the answers were given to; the one in use when None.
    Raises `Refused`: no such tool, an answer that is not offered, or questions left open.
    """
    version = version or current(organisation.pk, tool_code)
    end = _end(definition_of(version), answers)
    answered, reasons = answered or {}, reasons or {}
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
) -> ToolVersion:
    """Keep a next version of a tool (new tools begin here) without anyone using it yet.

    Raises `Refused` (DT-04) with one sentence for each fault of the definition.
    """
    definition = _parsed(data)
    tool, _ = Tool.objects.get_or_create(
        organisation=organisation,
        code=definition.code,
        defaults={"name": definition.name, "purpose": definition.purpose},
    )
    draft = draft_of(tool) or ToolVersion(tool=tool, number=_next_number(tool))
    draft.definition, draft.note = dict(data), note[:300]
    draft.save()
    _write_version(draft, "decision_tool.draft", by, at or timezone.now())
    return draft


def _parsed(data: Mapping[str, Any]) -> Definition:
    try:
        return parse(data)
    except FaultyDefinition as faulty:
        raise Refused(
            Refusal(FAULTY_DEFINITION, problem, "definition") for problem in faulty.problems
        ) from faulty


def _next_number(tool: Tool) -> int:
    newest = tool.versions.order_by("-number").first()
    return newest.number + 1 if newest else 1


@transaction.atomic
def publish_version(
    version: ToolVersion, *, by: User | None, at: dt.datetime | None = None
) -> ToolVersion:
    """Put a draft into use. Earlier runs keep the version they were made with.

    Raises `Refused` (DT-05) when it is already published.
    """
    at = at or timezone.now()
    draft = ToolVersion.objects.select_for_update().select_related("tool").get(pk=version.pk)
    if not draft.is_draft:
        raise refuse(
            NOT_A_DRAFT,
            f"Version {draft.number} of “{draft.tool}” is already published and does not change. "
            "Save a new draft instead.",
        )
    definition = _parsed(draft.definition)
    draft.is_draft, draft.published_at, draft.published_by = False, at, by
    draft.save()
    Tool.objects.filter(pk=draft.tool_id).update(name=definition.name, purpose=definition.purpose)
    draft.tool.refresh_from_db()
    _write_version(draft, "decision_tool.publish", by, at)
    return draft


def _write_version(version: ToolVersion, kind: str, by: User | None, at: dt.datetime) -> None:
    write_trail(
        version.tool,
        kind,
        by=by,
        at=at,
        organisation_id=version.tool.organisation_id,
        facts={
            "number": version.number,
            "note": version.note,
            "definition": version.definition,
        },
    )


def install_defaults(
    organisation: Unit, *, by: User | None = None, at: dt.datetime | None = None
) -> list[ToolVersion]:
    """Publish the tools that ship with the product and that the organisation does not have yet."""
    have = set(Tool.objects.filter(organisation=organisation).values_list("code", flat=True))
    return [
        publish_version(
            save_draft(organisation, data, by=by, at=at, note="Shipped with the product"),
            by=by,
            at=at,
        )
        for data in defaults.decision_tools()
        if data["code"] not in have
    ]
