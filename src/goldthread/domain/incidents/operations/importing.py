"""Bringing in incidents of another system, many at a time, each with its trail entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from goldthread.access.models import Unit, User
from goldthread.clocks import operations as clocks
from goldthread.domain.incidents.imports import CLOSED_BEFORE, ImportedAccount
from goldthread.domain.incidents.models import (
    ImmediateAction,
    Incident,
)
from goldthread.domain.incidents.operations.life import place
from goldthread.domain.incidents.operations.reporting import (
    TRIAGE_ROLE,
    person_of,
    reference,
    take_numbers,
)
from goldthread.domain.incidents.queries import imported_already, unplaced
from goldthread.domain.incidents.terms import Closure, Route
from goldthread.domain.incidents.transitions import IMPORT, IMPORT_HISTORY
from goldthread.trail.bulk import insert_many
from goldthread.trail.operations import Actor
from goldthread.workflow.operations import start_many
from goldthread.workflow.refusals import Refusal
from goldthread.workflow.rules import broken


@dataclass(frozen=True)
class Sorted:
    """Accounts sorted before anything is written: fresh ones, those present, those refused.

    A present one comes with the incident it became (its narrative and source columns only).
    """

    fresh: tuple[ImportedAccount, ...]
    present: tuple[tuple[ImportedAccount, Incident], ...]
    refused: tuple[tuple[ImportedAccount, Refusal], ...]


def sort_accounts(
    organisation: Unit,
    source_system: str,
    accounts: Sequence[ImportedAccount],
    *,
    at: dt.datetime | None = None,
) -> Sorted:
    """Say of each account whether it would be imported, writing nothing."""
    at = at or timezone.now()
    references = [account.source_reference for account in accounts]
    known = imported_already(organisation.pk, source_system, references)
    fresh: list[ImportedAccount] = []
    refused: list[tuple[ImportedAccount, Refusal]] = []
    for account in accounts:
        if account.source_reference in known:
            continue
        refusals = broken(IMPORT.rules, None, {"account": account, "at": at})
        if refusals:
            refused.append((account, refusals[0]))
        else:
            fresh.append(account)
    present = [(a, known[a.source_reference]) for a in accounts if a.source_reference in known]
    return Sorted(tuple(fresh), tuple(present), tuple(refused))


@transaction.atomic
def import_incidents(
    organisation: Unit,
    source_system: str,
    accounts: Sequence[ImportedAccount],
    *,
    by: Actor,
    history: bool = False,
    at: dt.datetime | None = None,
) -> Sorted:
    """Make incidents of `accounts`, in one transaction; those present already are left alone.

    They enter as reported and wait for triage, with the clock from now; as `history` they enter
    closed, as closed in the previous system, and are never counted as verified.
    """
    at = at or timezone.now()
    found = sort_accounts(organisation, source_system, accounts, at=at)
    if found.fresh:
        _make(organisation, source_system, found.fresh, by, history, at)
    return found


def _make(
    organisation: Unit,
    source_system: str,
    accounts: Sequence[ImportedAccount],
    by: Actor,
    history: bool,
    at: dt.datetime,
) -> None:
    number = take_numbers(organisation, len(accounts))
    pairs: list[tuple[Incident, ImportedAccount]] = []
    for account in accounts:
        incident = _incident_of(organisation, source_system, account, at)
        incident.reference = reference(number + len(pairs), at)
        if history:
            _close_as_history(incident, account, at)
        pairs.append((incident, account))
    told = {id(incident): account for incident, account in pairs}
    made = start_many(
        [incident for incident, _ in pairs],
        IMPORT_HISTORY if history else IMPORT,
        by=by,
        at=at,
        told=lambda incident: _told(incident, told[id(incident)]),
    )
    _add_accounts(pairs, at)
    if not history:
        places = [told[id(incident)].unit or organisation for incident in made]
        waiting = [(one, unit, one.pk) for one, unit in zip(made, places, strict=True)]
        clocks.start_many("triage", waiting, at=at, owner_role=TRIAGE_ROLE)


def _incident_of(
    organisation: Unit, source_system: str, account: ImportedAccount, at: dt.datetime
) -> Incident:
    return Incident(
        organisation_id=organisation.pk,
        unit_id=(account.unit or organisation).pk,
        placed=account.unit is not None,
        proposed_unit=account.proposed_unit,
        event_type=account.event_type,
        route=Route.IMPORTED,
        narrative=account.narrative,
        location=account.location,
        occurred_at=account.occurred_at,
        occurred_precision=account.occurred_precision,
        discovered_at=account.discovered_at,
        discovered_precision=account.discovered_precision,
        reported_at=account.reported_at or account.occurred_at or account.discovered_at or at,
        reporter_name=account.reporter_name,
        reporter_relationship=account.reporter_relationship,
        physical_harm=account.physical_harm,
        psychological_harm=account.psychological_harm,
        potential_harm=account.potential_harm,
        suggested_category_id=account.category.pk if account.category else None,
        proposed_category=account.proposed_category,
        source_system=source_system,
        source_reference=account.source_reference,
        source_columns=dict(account.source_columns),
    )


def _close_as_history(incident: Incident, account: ImportedAccount, at: dt.datetime) -> None:
    incident.category_id = account.category.pk if account.category else None
    incident.closure = Closure.HISTORICAL
    incident.closed_at = at
    incident.closed_because = CLOSED_BEFORE


def _told(incident: Incident, account: ImportedAccount) -> dict[str, object]:
    """What the trail keeps: the whole account as it came, without names of people."""
    return {
        "source_system": incident.source_system,
        "source_reference": incident.source_reference,
        "line": account.line,
        "event_type": incident.event_type,
        "route": incident.route,
        "unit": incident.unit_id,
        "proposed_unit": incident.proposed_unit,
        "narrative": incident.narrative,
        "occurred_at": incident.occurred_at,
        "occurred_precision": incident.occurred_precision,
        "discovered_at": incident.discovered_at,
        "reported_at": incident.reported_at,
        "physical_harm": incident.physical_harm,
        "psychological_harm": incident.psychological_harm,
        "potential_harm": incident.potential_harm,
        "immediate_actions": [account.immediate_action] if account.immediate_action else [],
        "people": int(account.person is not None),
    }


def _add_accounts(pairs: list[tuple[Incident, ImportedAccount]], at: dt.datetime) -> None:
    insert_many(
        [person_of(incident, account.person) for incident, account in pairs if account.person]
    )
    insert_many(
        [
            ImmediateAction(incident=incident, what=account.immediate_action, recorded_at=at)
            for incident, account in pairs
            if account.immediate_action
        ]
    )


def place_proposed(
    proposed_unit: str, unit: Unit, *, by: User, at_most: int = 500, at: dt.datetime | None = None
) -> int:
    """Place the waiting incidents whose file named `proposed_unit` with `unit`; returns how many.

    Only incidents the person may place are moved, and at most `at_most` in one go, so that a page
    answers in time; call it again while some wait.
    """
    waiting = unplaced(by).filter(organisation_id=unit.organisation_id, proposed_unit=proposed_unit)
    moved = 0
    for incident in waiting.order_by("pk")[:at_most]:
        place(incident, unit, by=by, at=at)
        moved += 1
    return moved
