"""Who sees which episodes, and what waits in one."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.access.queries import seen_units
from goldthread.access.scope import Scope, scope_of
from goldthread.access.terms import Permission
from goldthread.domain.incidents.models import Incident
from goldthread.domain.registers.escalation.models import (
    Episode,
    Monitoring,
    Observation,
    SeniorReview,
    StepUp,
)
from goldthread.domain.registers.escalation.terms import OPEN_STATUSES, Status
from goldthread.domain.registers.people import queries as people
from goldthread.domain.registers.people.models import Person

RECORD_TYPE = "escalation.episode"


def seen_by(scope: Scope) -> Q:
    """Episodes of the teams whose escalation the person reads, and those they have a part in."""
    if scope.user is None:
        return Q(pk__in=[])
    own = Q(opened_by=scope.user) & scope.q(Permission.ESCALATION_RECORD)
    watched = Monitoring.objects.filter(owner=scope.user).values("episode")
    owed = StepUp.objects.filter(owner=scope.user).values("episode")
    part = Q(pk__in=watched) | Q(pk__in=owed)
    return scope.q(Permission.ESCALATION_SEE) | own | part


def worked_by(scope: Scope) -> Q:
    """Episodes the person may record on: in their teams, within what they see."""
    return scope.q(Permission.ESCALATION_RECORD) & seen_by(scope)


def visible_to(user: User | None) -> QuerySet[Episode]:
    """The episodes a person may open, in no order."""
    return Episode.objects.filter(seen_by(scope_of(user)))


def may(user: User, permission: Permission, episode: Episode) -> bool:
    """Whether the person holds the permission where the episode stands."""
    return scope_of(user).holds(permission, episode.unit_id)


def units_recording(user: User) -> QuerySet[Unit]:
    """The units at which the person records escalation."""
    return seen_units(user, Permission.ESCALATION_RECORD)


def person_for(user: User, text: str) -> list[Person]:
    """People with exactly this number or reference where the user records escalation.

    Enough to record what was seen, for those too who see no names: at most two, so that a caller
    can tell one from several.
    """
    return list(people.identified(user, text, Permission.ESCALATION_RECORD)[:2])


def with_list(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """What a row of a list says: team, person, last indicator, and what is due when."""
    last = Observation.objects.filter(episode=OuterRef("pk")).order_by("-observed_at", "-pk")
    open_up = StepUp.objects.filter(episode=OuterRef("pk"), done_at__isnull=True)
    watching = Monitoring.objects.filter(episode=OuterRef("pk"), rechecked_at__isnull=True)
    return episodes.select_related("unit", "person").annotate(
        indicator=Subquery(last.values("version__name")[:1]),
        step_up_due_at=Subquery(open_up.values("due_at")[:1]),
        step_up_met_at=Subquery(open_up.values("met_at")[:1]),
        step_up_action=Subquery(open_up.values("action")[:1]),
        recheck_at=Subquery(watching.values("recheck_at")[:1]),
        review_missing=Exists(unreviewed_late(timezone.now()).filter(episode=OuterRef("pk"))),
    )


def with_page(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """Everything the page of one episode shows, in few queries."""
    seen = Observation.objects.select_related("version", "recorded_by")
    ups = StepUp.objects.select_related("owner", "done_by", "review__reviewed_by", "recorded_by")
    watched = Monitoring.objects.select_related("owner", "decided_by", "rechecked_by")
    return episodes.select_related(
        "unit", "person", "incident", "opened_by", "ended_by", "organisation"
    ).prefetch_related(
        Prefetch("observations", seen),
        Prefetch("step_ups", ups),
        Prefetch("monitorings", watched),
        "crises",
    )


def due_here(user: User) -> QuerySet[Episode]:
    """Open episodes the person sees, the earliest due first; those without a time last."""
    rows = with_list(visible_to(user).filter(status__in=OPEN_STATUSES))
    return rows.order_by(
        F("step_up_due_at").asc(nulls_last=True),
        F("recheck_at").asc(nulls_last=True),
        "-opened_at",
        "pk",
    )


def of_person(person: Person, user: User) -> QuerySet[Episode]:
    """The person's episodes that the user may open, the newest first."""
    return visible_to(user).filter(person=person).order_by("-opened_at", "-pk")


def of_incident(incident: Incident, user: User) -> QuerySet[Episode]:
    """The episodes of a golden thread that the user may open, the oldest first."""
    return visible_to(user).filter(incident=incident).order_by("opened_at", "pk")


def open_step_up(episode: Episode) -> StepUp | None:
    """The step-up that waits to be done."""
    return StepUp.objects.filter(episode=episode, done_at__isnull=True).first()


def open_monitoring(episode: Episode) -> Monitoring | None:
    """The decision to watch on that waits for its re-check."""
    return Monitoring.objects.filter(episode=episode, rechecked_at__isnull=True).first()


def unreviewed_late(at: dt.datetime) -> QuerySet[StepUp]:
    """Step-ups that were late, or are by now, and that no senior has reviewed."""
    late = Q(done_at__gt=F("due_at")) | Q(done_at__isnull=True, due_at__lt=at)
    withdrawn = Q(episode__status=Status.WITHDRAWN)
    return StepUp.objects.filter(late, review__isnull=True).exclude(withdrawn)


def unreviewed(episode: Episode, at: dt.datetime) -> StepUp | None:
    """The earliest delay of an episode that no senior has reviewed."""
    return unreviewed_late(at).filter(episode=episode).order_by("met_at", "pk").first()


def review_waits(user: User, at: dt.datetime) -> QuerySet[StepUp]:
    """Delays the user sees that wait for a senior."""
    seen = visible_to(user).filter(status__in=OPEN_STATUSES)
    return unreviewed_late(at).filter(episode__in=seen).order_by("due_at", "pk")


def reviewed(step_up: StepUp) -> bool:
    """Whether a senior has reviewed the delay."""
    return SeniorReview.objects.filter(step_up=step_up).exists()
