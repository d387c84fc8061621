"""What an incident's thread asks about its actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.domain.actions.models import Action, ActionIncident
from goldthread.domain.actions.queries.seeing import owned_or
from goldthread.domain.actions.terms import DONE_STATUSES, WITH_EVIDENCE, Status
from goldthread.domain.incidents.models import Incident
from goldthread.domain.reviews.queries import of_incident as reviews_of
from goldthread.workflow.refusals import Refusal

LABEL = 90  # characters of a factor or learning point in a list to choose from


def actions_of(incident: Incident) -> QuerySet[Action]:
    """Every action of the thread, and thematic ones that serve it, the earliest due first."""
    served = ActionIncident.objects.filter(incident=incident).values("action")
    return (
        Action.objects.filter(Q(incident=incident) | Q(pk__in=served))
        .select_related("owner", "incident")
        .order_by("due_on", "pk")
    )


def provable(incident: Incident, user: User) -> QuerySet[Action]:
    """The actions of this incident to which the person can add evidence now."""
    mine = owned_or(Permission.ACTION_WORK)(scope_of(user))
    return actions_of(incident).filter(mine, status__in=WITH_EVIDENCE)


def standing_actions(incident: Incident) -> QuerySet[Action]:
    """Actions that count: not withdrawn, and not one that a successor took over from."""
    taken_over = Action.objects.filter(replaces__isnull=False).exclude(status=Status.WITHDRAWN)
    return (
        actions_of(incident)
        .exclude(status=Status.WITHDRAWN)
        .exclude(status=Status.NOT_EFFECTIVE, pk__in=taken_over.values("replaces"))
    )


def improvement_actions(incident: Incident) -> QuerySet[Action]:
    """Actions agreed or further along; a serious incident needs at least one."""
    return standing_actions(incident).exclude(status=Status.PROPOSED)


def proposals_of(incident: Incident) -> QuerySet[Action]:
    """Actions that wait to be agreed."""
    return standing_actions(incident).filter(status=Status.PROPOSED)


def all_complete(incident: Incident) -> bool:
    """Whether every action that counts is implemented and communicated.

    False when there is none: without an action there is nothing to verify, and such an incident
    closes with a reason.
    """
    statuses = set(standing_actions(incident).order_by().values_list("status", flat=True))
    return bool(statuses) and statuses <= set(DONE_STATUSES)


def waiting_for_verification(incident: Incident) -> QuerySet[Action]:
    """Complete actions without a verdict."""
    return standing_actions(incident).filter(status=Status.COMPLETE)


def for_source(source_type: str, source_ids: list[int]) -> QuerySet[Action]:
    """Actions that came from the named records, for example from learning points."""
    return (
        Action.objects.filter(source_type=source_type, source_id__in=source_ids)
        .select_related("owner")
        .order_by("pk")
    )


def count_by_source(sources: Iterable[models.Model]) -> dict[tuple[str, int], int]:
    """How many actions that still stand answer each record, keyed by (record type, number)."""
    ids: dict[str, list[int]] = {}
    for source in sources:
        ids.setdefault(source._meta.label_lower, []).append(source.pk)
    wanted = [Q(source_type=kind, source_id__in=pks) for kind, pks in ids.items()]
    if not wanted:
        return {}
    rows = (
        Action.objects.filter(reduce(or_, wanted))
        .exclude(status=Status.WITHDRAWN)
        .values_list("source_type", "source_id")
        .annotate(count=Count("pk"))
        .order_by()
    )
    return {(kind, pk): count for kind, pk, count in rows}


@dataclass(frozen=True)
class SourceOfAction:
    """A part of a review that an action can answer; `code` is its record type and number."""

    code: str
    label: str
    record_type: str
    record_id: int
    proposed_in: str


def sources_of(incident: Incident) -> list[SourceOfAction]:
    """What the reviews of an incident found that an action can answer, review by review."""
    found = []
    for review in reviews_of(incident).prefetch_related("factors", "learning_points", "patterns"):
        parts = (
            ("Factor", review.factors.all()),
            ("Learning", review.learning_points.all()),
            ("Pattern", review.patterns.all()),
        )
        for word, rows in parts:
            found += [_source(word, row, review.get_method_display()) for row in rows]
    return found


def _source(word: str, row: Any, proposed_in: str) -> SourceOfAction:
    kind, text = row._meta.label_lower, " ".join(row.text.split())
    shown = text if len(text) <= LABEL else f"{text[:LABEL].rstrip()}…"
    return SourceOfAction(f"{kind}:{row.pk}", f"{word}: {shown}", kind, row.pk, proposed_in)


NOTHING_YET = Refusal(
    "ACT-11", "No action is agreed yet. Agree one that changes how the work is done."
)


@dataclass(frozen=True)
class Stage:
    """The actions of an incident in one line of its thread.

    `state` is the funnel in words; `due_on` and `owner` are of the next action due; `missing`
    says what keeps the incident from verifying.
    """

    state: str
    owner: str
    due_on: dt.date | None
    overdue: int
    recorded: int
    implemented: int
    communicated: int
    complete: int
    verified: int
    missing: tuple[Refusal, ...]
    link: str


def stage_facts(incident: Incident, *, on: dt.date | None = None) -> Stage:
    """The stage's facts, in two queries."""
    day = on or timezone.localdate()
    standing = standing_actions(incident).select_related(None).select_related("owner")
    rows = list(standing.prefetch_related("implementations", "communications"))
    undone = [row for row in rows if row.status not in DONE_STATUSES]
    next_due = min(
        (row for row in undone if row.due_on is not None),
        key=lambda row: (row.due_on, row.pk),
        default=None,
    )
    implemented, communicated = (
        sum(any(fact.round == row.round for fact in getattr(row, name).all()) for row in rows)
        for name in ("implementations", "communications")
    )
    verified = sum(row.status == Status.VERIFIED for row in rows)
    return Stage(
        state=_state(len(rows), implemented, communicated, verified),
        owner=next_due.owner.name if next_due and next_due.owner else "",
        due_on=next_due.due_on if next_due else None,
        overdue=sum(row.due_on is not None and row.due_on < day for row in undone),
        recorded=len(rows),
        implemented=implemented,
        communicated=communicated,
        complete=len(rows) - len(undone),
        verified=verified,
        missing=tuple(_missing(row) for row in undone) if rows else (NOTHING_YET,),
        link=f"/incidents/{incident.reference}/actions/",
    )


def _state(recorded: int, implemented: int, communicated: int, verified: int) -> str:
    if not recorded:
        return "No actions yet"
    return (
        f"{recorded} recorded, {implemented} implemented, {communicated} communicated, "
        f"{verified} verified"
    )


def _missing(action: Action) -> Refusal:
    if action.status == Status.PROPOSED:
        return Refusal("ACT-11", f"“{action.title}” is not agreed yet.")
    if action.status == Status.NOT_EFFECTIVE:
        return Refusal(
            "ACT-41", f"“{action.title}” did not work. Reopen it, or agree a stronger action."
        )
    return Refusal("ACT-04", f"“{action.title}” is not implemented and communicated yet.")
