"""Safeguarding cases in scope, and whether one still waits."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from goldthread.access.models import User
from goldthread.access.scope import scope_of
from goldthread.access.terms import Permission
from goldthread.clocks.models import Clock
from goldthread.clocks.queries import of_subject
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.queries import within
from goldthread.domain.registers.safeguarding.models import (
    PartnerAgency,
    SafeguardingAction,
    SafeguardingCase,
    ThresholdDecision,
)
from goldthread.domain.registers.safeguarding.terms import (
    CLOCK_OF,
    ActionStatus,
    Status,
    Step,
)


def visible_to(user: User) -> QuerySet[SafeguardingCase]:
    """Cases of incidents the person may open."""
    scope = within(Permission.INCIDENT_VIEW, "incident__")(scope_of(user))
    return SafeguardingCase.objects.filter(scope)


def of_incident(incident: Incident) -> SafeguardingCase | None:
    """The case on this golden thread, if any."""
    return SafeguardingCase.objects.filter(incident=incident).first()


def waits(incident: Incident) -> bool:
    """Whether a safeguarding case on this thread is not closed yet."""
    return SafeguardingCase.objects.filter(incident=incident).exclude(status=Status.CLOSED).exists()


def active_cases(user: User) -> QuerySet[SafeguardingCase]:
    """Cases in the person's scope that are not closed, the oldest first."""
    open_cases = visible_to(user).exclude(status=Status.CLOSED)
    return open_cases.select_related("incident", "unit").order_by("raised_at", "pk")


def actions_visible_to(user: User) -> QuerySet[SafeguardingAction]:
    """Actions in cases the person may open."""
    scope = within(Permission.INCIDENT_VIEW, "case__incident__")(scope_of(user))
    return SafeguardingAction.objects.filter(scope)


def actions_of(case: SafeguardingCase) -> QuerySet[SafeguardingAction]:
    """The actions of a case with every confirmation, by the day they are due."""
    found = SafeguardingAction.objects.filter(case=case).select_related("owner", "case")
    return found.prefetch_related("confirmations__confirmed_by")


def open_actions(case: SafeguardingCase) -> QuerySet[SafeguardingAction]:
    """What is still to do in a case."""
    return actions_of(case).filter(status=ActionStatus.OPEN)


def running(case: SafeguardingCase, kind: str) -> Clock | None:
    """The running clock of a kind, or None."""
    return of_subject(case).filter(kind=kind, ended_at__isnull=True).first()


def late_since(case: SafeguardingCase, step: Step, at: dt.datetime) -> dt.datetime | None:
    """When the step was due, if it is taken after that; None where it is in time."""
    clock = running(case, CLOCK_OF[step])
    due = clock.due_at if clock else None
    return due if due is not None and at > due else None


def latest_threshold(case: SafeguardingCase) -> ThresholdDecision | None:
    """Our threshold decision in force: the last one."""
    return ThresholdDecision.objects.filter(case=case).order_by("-number").first()


def partners(organisation_id: int) -> QuerySet[PartnerAgency]:
    """Partner agencies on the organisation's list and in use, by name."""
    return PartnerAgency.objects.filter(organisation_id=organisation_id, retired_on__isnull=True)


def all_partners(organisation_id: int) -> QuerySet[PartnerAgency]:
    """Every partner agency of the organisation, those in use first."""
    rows = PartnerAgency.objects.filter(organisation_id=organisation_id)
    return rows.order_by("retired_on", "name")


def colleague(case: SafeguardingCase, email: str) -> User | None:
    """The active colleague of the case's organisation with this e-mail address, or None."""
    return User.objects.filter(
        organisation=case.organisation_id, email__iexact=email.strip(), is_active=True
    ).first()
