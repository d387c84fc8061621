"""What changed in writing, and what shows that it reached supervision."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from goldthread.decision_tools.models import Tool, ToolVersion
from goldthread.decision_tools.queries import tools_of, versions_of
from goldthread.domain.actions import queries as actions
from goldthread.domain.actions.models import Action
from goldthread.domain.governance.bundles.parts.reviews import about
from goldthread.domain.governance.bundles.terms import Asked, Part, Row
from goldthread.domain.learning.coaching.queries import in_list
from goldthread.domain.learning.scenarios.terms import Subject
from goldthread.evidence.models import Item
from goldthread.evidence.queries import items_of_each

TOOL = "escalation"
WRITTEN = ("template", "pathway_document", "process_change")
IN_SUPERVISION = ("supervision_record", "competency_check", "training_attendance")


def revised_tools(asked: Asked) -> Part:
    """Versions of the escalation tool, and templates and pathways that actions changed."""
    versions = [
        Row(
            (
                version.tool.name,
                f"Version {version.number}",
                version.published_at,
                version.published_by.name if version.published_by else "",
                version.note,
            ),
            f"/decision-tools/{version.tool.code}/",
        )
        for tool in tools_of(asked.organisation.pk).filter(code=TOOL)
        for version in _revised(tool, asked)
    ]
    rows = (*versions, *_rows(_evidence(asked, WRITTEN)))
    missing = "" if rows else "No tool, template or pathway was revised in these days."
    columns = ("What", "Version or summary", "When", "By", "Note")
    return Part("revised-tools", "Revised tools", columns, rows, missing)


def _revised(tool: Tool, asked: Asked) -> QuerySet[ToolVersion]:
    """Versions that a person published in these days; the one that shipped revised nothing."""
    found = versions_of(tool).filter(is_draft=False, published_by__isnull=False)
    return found.filter(**asked.within("published_at"))


def supervision(asked: Asked) -> Part:
    """Supervision records kept as evidence of actions, coaching, and vignettes that were sat."""
    rows = (*_rows(_evidence(asked, IN_SUPERVISION)), *_coaching(asked))
    missing = "" if rows else "No supervision record shows that this was taken up in these days."
    columns = ("What", "Summary", "When", "By", "Note")
    return Part("supervision", "Supervision records", columns, rows, missing)


def _coaching(asked: Asked) -> Iterable[Row]:
    """Coaching on escalation in these days. A session is of no one incident."""
    if asked.incident is not None:
        return
    found = in_list(asked.user).filter(
        organisation=asked.organisation, subject=Subject.ESCALATION, **asked.within("held_at")
    )
    for session in found:
        came, eligible = session.came, session.eligible  # type: ignore[attr-defined]  # counted
        summary = f"{came} of {eligible} came"
        cells = ("Coaching session", summary, session.held_at, session.facilitator.name)
        yield Row((*cells, session.take_away), f"/coaching/sessions/{session.pk}/")


def _evidence(asked: Asked, types: tuple[str, ...]) -> list[tuple[Item, Action]]:
    """Standing evidence of the types on actions of such incidents, oldest first."""
    seen = actions.visible_to(asked.user).filter(about(asked), organisation=asked.organisation)
    rows = {row.pk: row for row in seen.distinct()}
    items = items_of_each(rows.values()).filter(type__in=types, **asked.within("added_at"))
    return [(item, rows[item.subject_id]) for item in items.select_related("added_by")]


def _rows(found: Iterable[tuple[Item, Action]]) -> Iterable[Row]:
    for item, action in found:
        by = item.added_by.name if item.added_by else ""
        cells = (item.kind_label, item.summary, item.added_at, by, f"Evidence of: {action.title}")
        yield Row(cells, f"/actions/{action.pk}/")
