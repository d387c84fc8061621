"""What follows from a change of an action: its clock, those who hear, and its incidents' life."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from goldthread.access.models import User
from goldthread.clocks import operations as clocks
from goldthread.clocks.calendar import end_of
from goldthread.domain.actions.models import Action
from goldthread.domain.actions.queries.thread import all_complete, improvement_actions
from goldthread.domain.actions.terms import DONE_STATUSES
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.models import Incident
from goldthread.domain.incidents.terms import Status as IncidentStatus
from goldthread.notices import operations as notices
from goldthread.workflow.refusals import CHANGED_MEANWHILE, refuse

DUE_CLOCKS = ("action_due", "rapid_action")


def locked(action: Action, version: int | None = None) -> Action:
    """The action as it is now, held until the transaction ends, so that two people take turns.

    With `version`, the one the person was looking at; Refused when it has changed since.
    """
    fresh = Action.objects.select_for_update().get(pk=action.pk)
    if version is not None and version != fresh.version:
        raise refuse(
            CHANGED_MEANWHILE,
            "Someone else changed this action while you were working. Nothing you typed is lost: "
            "read what changed, then send it again.",
        )
    return fresh


def wait_for_agreement(action: Action, at: dt.datetime) -> None:
    """Let a proposal wait for the team's manager, so that it is agreed or withdrawn."""
    clocks.start(
        "action_agree",
        action,
        unit=action.unit,
        at=at,
        owner_role="team_manager",
        thread=action.incident_id,
    )


def start_clock(action: Action, at: dt.datetime) -> None:
    """Let the action wait for its owner until its due day."""
    assert action.due_on is not None  # noqa: S101 - a constraint of every agreed action
    name = action.incident.reference if action.incident.restricted else action.title
    clocks.start_due(
        "rapid_action" if action.rapid else "action_due",
        action,
        unit=action.unit,
        at=at,
        due_at=end_of(action.due_on),
        label=f"Action: {name}"[:200],
        owner=action.owner,
        thread=action.incident_id,
        source_text="The date agreed for this action",
    )


def meet_clocks(action: Action, at: dt.datetime) -> None:
    """The action is done."""
    for kind in DUE_CLOCKS:
        clocks.meet(action, kind, at=at)


def stop_clocks(action: Action, reason: str, at: dt.datetime) -> None:
    """Nothing waits for the action any more."""
    for kind in (*DUE_CLOCKS, "action_agree", "action_extension", "action_owner"):
        clocks.stop(action, kind, reason, at=at)


def tell(
    action: Action,
    people: Iterable[User | None],
    kind: str,
    subject: str,
    at: dt.datetime,
    *,
    besides: User | None = None,
    key: str | None = None,
) -> None:
    """Tell people about an action, but never the one who did it. Names no one and quotes nothing."""
    wanted = [person for person in people if person is not None and person != besides]
    notices.send(
        wanted,
        kind=kind,
        subject=subject,
        body="Open it to see what is asked and by when.",
        link=f"/actions/{action.pk}/",
        thread=action.incident_id,
        key=key,
        at=at,
    )


def follow(action: Action, *, at: dt.datetime | None = None) -> None:
    """Move the incidents that the action serves to where their actions say they are.

    Acting goes on to verifying once every action is complete; verifying goes back to acting when
    an agreed action is not; a closed incident is opened again.
    """
    served = Q(pk=action.incident_id) | Q(action_links__action=action)
    ids = Incident.objects.filter(served).values("pk")
    for incident in Incident.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        settle(incident, at=at)


def settle(incident: Incident, *, at: dt.datetime | None = None) -> None:
    """Move one incident on, back, or not at all."""
    unfinished = improvement_actions(incident).exclude(status__in=DONE_STATUSES).exists()
    if incident.status == IncidentStatus.ACTING and all_complete(incident):
        incidents.begin_verifying(incident, actions_complete=True, at=at)
    elif incident.status == IncidentStatus.VERIFYING and unfinished:
        incidents.return_to_acting(incident, at=at)


def open_again(action: Action, *, at: dt.datetime | None = None) -> None:
    """Open the incident again when it was closed before its action was reopened or replaced."""
    incident = Incident.objects.select_for_update().get(pk=action.incident_id)
    if incident.status == IncidentStatus.CLOSED:
        reason = f"An action of this incident was not effective and work goes on: {action.title}"
        incidents.reopen(incident, reason, by="system", at=at)
