"""Which tools there are, which version is in use, and what was decided with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from goldthread import defaults
from goldthread.access.models import Unit
from goldthread.decision_tools.definition import Definition, Outcome
from goldthread.decision_tools.models import Run, Tool, ToolVersion
from goldthread.decision_tools.parsing import parse
from goldthread.decision_tools.terms import AnsweredBy
from goldthread.decision_tools.versioned import TOOLS
from goldthread.versions import queries as versions

EVIDENCE_TEXT = 300  # characters that a line of evidence holds


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
    """A run in words, from the version it was made with; `words` are those the outcome asked for."""

    tool: str
    number: int
    said: tuple[Said, ...]
    outcome: Outcome
    words: tuple[tuple[str, str], ...] = ()


def tools_of(organisation_id: int) -> QuerySet[Tool]:
    """The tools of an organisation, by name."""
    return Tool.objects.filter(organisation_id=organisation_id).order_by("name")


versions_of = partial(versions.versions_of, TOOLS)
draft_of = partial(versions.draft_of, TOOLS)
version_of = partial(versions.version_of, TOOLS)
current = partial(versions.current, TOOLS)
in_use = partial(versions.in_use, TOOLS)


def all_versions(organisation_id: int) -> QuerySet[ToolVersion]:
    """Every version of every tool without its definition: by tool, the newest first."""
    found = ToolVersion.objects.filter(tool__organisation_id=organisation_id)
    found = found.select_related("tool", "published_by").defer("definition")
    return found.order_by("tool__name", "tool", "-number")


def published_tools(organisation_id: int) -> QuerySet[Tool]:
    """The tools that can be used, by name."""
    return tools_of(organisation_id).filter(versions__is_draft=False).distinct()


def not_installed(organisation: Unit) -> list[str]:
    """Names of the tools that ship with the product and that the organisation does not have."""
    have = set(tools_of(organisation.pk).values_list("code", flat=True))
    return [data["name"] for data in defaults.decision_tools() if data["code"] not in have]


def run_of(organisation_id: int, pk: int) -> Run | None:
    """One run of the organisation. Who may see it follows from the record it is about."""
    return (
        Run.objects.filter(organisation_id=organisation_id, pk=pk)
        .select_related("version__tool", "ran_by")
        .first()
    )


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
    words = tuple((one.label, run.said[one.code]) for one in outcome.asks if run.said.get(one.code))
    return Told(definition.name, run.version.number, tuple(said), outcome, words)


def as_evidence(run: Run) -> dict[str, Any]:
    """The fields of the evidence type `decision_tool_run` for this run."""
    told = in_words(run)
    return {
        "tool": told.tool[:EVIDENCE_TEXT],
        "version": told.number,
        "outcome": told.outcome.label[:EVIDENCE_TEXT],
        "decided_on": timezone.localdate(run.ran_at),
        "run": run.pk,
    }
