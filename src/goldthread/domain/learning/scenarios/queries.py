"""Who sees which scenarios, what a draft from an incident begins with, and what is still in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from goldthread.access.models import Unit, User
from goldthread.access.scope import Scope, allows, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import visible_to as incidents_visible_to
from goldthread.domain.incidents.queries import within
from goldthread.domain.learning.scenarios.drafts import Asked, Draft
from goldthread.domain.learning.scenarios.identities import (
    Found,
    Place,
    find,
    known_to,
    places,
    without,
)
from goldthread.domain.learning.scenarios.models import NotPersonal, Question, Scenario
from goldthread.domain.learning.scenarios.terms import Status

RECORD_TYPE = "scenarios.scenario"
MAKING = (Permission.COACHING_LEAD, Permission.SCENARIO_CHECK)
READING = (*MAKING, Permission.INCIDENT_VIEW)
IN_WORK = (Status.DRAFT, Status.CHECKED)
IN_BANK = (Status.PUBLISHED, Status.RETIRED)


@dataclass(frozen=True)
class Begun:
    """What making a scenario from an incident begins with: the story, and what was taken out."""

    story: str
    replaced: tuple[Found, ...]


def organisations_where(scope: Scope, *permissions: Permission) -> QuerySet[Unit, Any]:
    """The organisations in which the person holds any of the permissions, at whatever unit."""
    units: frozenset[int] = frozenset().union(*(scope.units(one) for one in permissions))
    return Unit.objects.filter(pk__in=units).values("organisation")


def open_source(scope: Scope) -> Q:
    """Scenarios of no incident, or of one the person may open now.

    Until a scenario is published it may still hold what could tell who it is about.
    """
    return Q(source__isnull=True) | within(Permission.INCIDENT_VIEW, "source__")(scope)


def in_work(scope: Scope) -> Q:
    """Drafts and checked scenarios: the maker's own, and all to those who check."""
    mine = Q(organisation__in=organisations_where(scope, *MAKING), made_by=scope.user)
    checks = Q(organisation__in=organisations_where(scope, Permission.SCENARIO_CHECK))
    return (mine | checks) & open_source(scope)


def visible_to(user: User | None) -> QuerySet[Scenario]:
    """The bank for all who read incidents or coach in the organisation; drafts for few."""
    scope = scope_of(user)
    bank = Q(status__in=IN_BANK, organisation__in=organisations_where(scope, *READING))
    unfinished = Q(status__in=IN_WORK) & in_work(scope)
    return Scenario.objects.filter(bank | unfinished)


def published(user: User) -> QuerySet[Scenario]:
    """The scenarios that may be used now, by subject and title."""
    found = visible_to(user).filter(status=Status.PUBLISHED, organisation=user.organisation_id)
    return found.order_by("subject", "title", "pk")


def in_list(
    user: User, *, subject: str = "", status: str = "", text: str = ""
) -> QuerySet[Scenario]:
    """The bank and the drafts the person may see, what is newest first."""
    rows = visible_to(user).select_related("made_by")
    if subject:
        rows = rows.filter(subject=subject)
    if text.strip():
        words = text.strip()
        rows = rows.filter(Q(title__icontains=words) | Q(story__icontains=words))
    rows = rows.filter(status=status) if status else rows.exclude(status=Status.RETIRED)
    return rows.order_by("-edited_at", "-pk")


def to_check(user: User) -> QuerySet[Scenario]:
    """Drafts handed over that this person may check: never those they wrote themselves."""
    scope = scope_of(user)
    checks = Q(organisation__in=organisations_where(scope, Permission.SCENARIO_CHECK))
    waiting = Scenario.objects.filter(checks & open_source(scope), status=Status.DRAFT)
    others = waiting.exclude(made_by=user).exclude(edited_by=user)
    return others.filter(ready_at__isnull=False).order_by("ready_at", "pk")


def may_make(user: User) -> bool:
    """Whether the person may make scenarios anywhere."""
    return any(map(scope_of(user).holds, MAKING))


def may_work_on(user: User, scenario: Scenario) -> bool:
    """Whether the person may change the words of this unfinished scenario."""
    return scenario.status in IN_WORK and allows(scenario, in_work(scope_of(user)))


def source_shown(scenario: Scenario, user: User) -> Incident | None:
    """The incident it was made from, for those who may open it, else None as if there were none."""
    if scenario.source_id is None:
        return None
    return incidents_visible_to(user).filter(pk=scenario.source_id).first()


def made_from(incident: Incident, user: User) -> QuerySet[Scenario]:
    """The scenarios made from an incident the person opened, those they may see."""
    return visible_to(user).filter(source=incident).order_by("-made_at", "-pk")


def begin(incident: Incident) -> Begun:
    """A story from the narrative with identities taken out, for its maker to read and change."""
    known = known_to(incident.organisation, incident)
    found = find(incident.narrative, known)
    return Begun(without(incident.narrative, found), tuple(found))


def draft_of(scenario: Scenario) -> Draft:
    """The words of a scenario as they stand."""
    asked = tuple(Asked(row.text, row.good_answer) for row in scenario.questions.all())
    return Draft(scenario.title, scenario.story, scenario.subject, asked)


def still_found(scenario: Scenario, draft: Draft | None = None) -> list[Place]:
    """Every place that could still tell who it is about and that nobody has answered for."""
    accepted = scenario.not_personal.values_list("text", flat=True)
    words = (draft or draft_of(scenario)).passages()
    return places(words, known_to(scenario.organisation, scenario.source), accepted)


def accepted(scenario: Scenario) -> QuerySet[NotPersonal]:
    """What was said to be no personal data, with who and why."""
    return scenario.not_personal.select_related("said_by").order_by("said_at", "pk")


def questions_of(scenarios: QuerySet[Scenario]) -> QuerySet[Question]:
    """The questions of several scenarios, in their order."""
    rows = Question.objects.filter(scenario__in=scenarios).select_related("scenario")
    return rows.order_by("scenario__title", "scenario", "position")
