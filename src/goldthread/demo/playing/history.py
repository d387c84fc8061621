"""Bringing over the incidents of the previous system, closed there and not verified here."""

from __future__ import annotations

import datetime as dt

from goldthread.demo.playing.reporting import PLACES, PRECISIONS
from goldthread.demo.playing.world import World, known
from goldthread.demo.scripts import Incident
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.imports import ImportedAccount

PREVIOUS_SYSTEM = "Previous incident system"
BATCH = 400


def bring_over(world: World, scripts: list[Incident], *, by: str, at: dt.datetime) -> None:
    """Import the older incidents as history, in batches."""
    accounts = [_account(world, number, script) for number, script in enumerate(scripts, 1)]
    for start in range(0, len(accounts), BATCH):
        incidents.import_incidents(
            world.organisation,
            PREVIOUS_SYSTEM,
            accounts[start : start + BATCH],
            by=world.staff[by],
            history=True,
            at=at,
        )


def _account(world: World, number: int, script: Incident) -> ImportedAccount:
    told = script.report
    first = told.affected[0] if told.affected else None
    day = told.occurred_at.date()
    person = (
        world.affected(first.person, day, first.physical_harm, first.psychological_harm)
        if first
        else None
    )
    return ImportedAccount(
        source_reference=f"W{40_000 + number}",
        narrative=told.narrative,
        event_type=told.event_type,
        location=PLACES.get(told.location, told.location),
        occurred_at=told.occurred_at,
        occurred_precision=PRECISIONS.get(told.occurred_precision, told.occurred_precision),
        discovered_at=told.discovered_at,
        discovered_precision="exact",
        reported_at=told.reported_at,
        unit=world.units[told.team],
        category=world.categories[script.category],
        physical_harm=known(first.physical_harm) if first else "",
        psychological_harm=known(first.psychological_harm) if first else "",
        person=person,
        immediate_action=told.immediate_action,
        source_columns={"Title": told.title, "Status": "Finally approved"},
        line=number + 1,
    )
