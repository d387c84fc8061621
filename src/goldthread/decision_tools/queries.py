"""Which tools there are, which version is in use, and what was decided with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from goldthread.decision_tools.definition import Definition, Outcome
from goldthread.decision_tools.models import Run, Tool, ToolVersion
from goldthread.decision_tools.parsing import parse
from goldthread.decision_tools.terms import UNKNOWN_TOOL, AnsweredBy
from goldthread.workflow.refusals import refuse


@dataclass(frozen=True)
class Said:
    """One answer of a run in words. `by_facts` when the record answered, not a person."""

    question: str
    answer: str
    reason: str
    by_facts: bool
    source: str


@dataclass(frozen=True)
class Told:
    """A run in words, from the version it was made with."""

    tool: str
    number: int
    said: tuple[Said, ...]
    outcome: Outcome


def tools_of(organisation_id: int) -> QuerySet[Tool]:
    """The tools of an organisation, by name."""
    return Tool.objects.filter(organisation_id=organisation_id).order_by("name")


def versions_of(tool: Tool) -> QuerySet[ToolVersion]:
    """Every version of a tool, the draft and the newest first."""
    return tool.versions.select_related("published_by").order_by("-number")


def draft_of(tool: Tool) -> ToolVersion | None:
    """The version being prepared, if any."""
    return tool.versions.filter(is_draft=True).first()


def version_of(organisation_id: int, code: str, number: int) -> ToolVersion | None:
    """One version of the organisation's tool, or None."""
    return (
        ToolVersion.objects.select_related("tool", "published_by")
        .filter(tool__organisation_id=organisation_id, tool__code=code, number=number)
        .first()
    )


def current(organisation_id: int, code: str) -> ToolVersion:
    """The version in use. Raises `Refused` (DT-01) when the organisation has none published."""
    found = (
        ToolVersion.objects.select_related("tool")
        .filter(tool__organisation_id=organisation_id, tool__code=code, is_draft=False)
        .order_by("-number")
        .first()
    )
    if found is None:
        raise refuse(
            UNKNOWN_TOOL,
            f"There is no published decision tool “{code}” in your organisation. "
            "Ask an administrator to publish it under Settings, Decision tools.",
        )
    return found


def definition_of(version: ToolVersion) -> Definition:
    """The version's definition, ready to walk."""
    return parse(version.definition)


def runs_of(subject: models.Model, code: str | None = None) -> QuerySet[Run]:
    """The runs made on one record, newest first; only those of the tool `code` when given."""
    found = Run.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk
    ).select_related("version__tool", "ran_by")
    return found.filter(version__tool__code=code) if code else found


def latest_run(subject: models.Model, code: str | None = None) -> Run | None:
    """The newest run made on one record, or None."""
    return runs_of(subject, code).first()


def runs_of_thread(thread: int) -> QuerySet[Run]:
    """Every run on one golden thread, newest first."""
    return Run.objects.filter(thread=thread).select_related("version__tool", "ran_by")


def in_words(run: Run) -> Told:
    """What was asked and answered, in the words of the version that was used."""
    definition = definition_of(run.version)
    said = []
    for row in run.answers:
        question = definition.questions[row["question"]]
        said.append(
            Said(
                question.text,
                question.answer(row["answer"]).label,
                row["reason"],
                row["answered_by"] == AnsweredBy.FACTS,
                question.source,
            )
        )
    outcome = definition.outcomes[run.outcome_code]
    return Told(run.version.tool.name, run.version.number, tuple(said), outcome)
