"""Drafts written batch by batch, each batch whole or not at all, and safe to run again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from django.db import IntegrityError

from goldthread.access.models import Unit
from goldthread.access.queries import profile_of
from goldthread.analytics.months import in_words
from goldthread.domain.incidents import operations as incidents
from goldthread.domain.incidents.imports import ImportedAccount
from goldthread.interchange.importing.committing.accounts import account_of
from goldthread.interchange.importing.committing.placing import Places
from goldthread.interchange.importing.converting.problems import Warnings
from goldthread.interchange.importing.plan import Plan
from goldthread.interchange.importing.terms import Converted, Draft, Reject, Skip
from goldthread.trail.operations import Actor

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Choices:
    """How to bring a file in.

    ``history`` brings incidents in as closed in the previous system. ``create_units`` adds the
    teams, localities and categories that are not known. ``write`` is false for a dry run.
    """

    history: bool = False
    create_units: bool = False
    write: bool = True


def commit(
    plan: Plan,
    organisation: Unit,
    choices: Choices,
    *,
    by: Actor,
    progress: Callable[[int], None] | None = None,
) -> Converted:
    """Bring in the drafts of ``plan`` and return what became of every row.

    :param progress: called with the number of rows done since the last call.
    """
    warnings = Warnings()
    places = Places(organisation)
    if choices.create_units and choices.write:
        units, categories = places.create(plan.found.drafts)
        _say_created(warnings, units, categories)
    _warn(plan, places, choices, warnings)
    rejects = list(plan.found.rejects)
    skips = list(plan.found.skips)
    kept: list[Draft] = []
    for batch in _batches(plan.found.drafts):
        accounts = {draft.reference: _account(plan, draft, places) for draft in batch}
        found = _bring_in(organisation, plan.mapping.source_system, accounts, choices, by)
        rejects += [Reject(a.line, _column(plan, r.field), r.sentence) for a, r in found.refused]
        for account, incident in found.present:
            skips.append(Skip(account.line, account.source_reference, "It was imported before."))
            _warn_if_changed(account, incident, warnings)
        fresh = {account.source_reference for account in found.fresh}
        kept += [draft for draft in batch if draft.reference in fresh]
        if progress:
            progress(len(batch))
    return Converted(
        tuple(kept),
        tuple(sorted(_with_cells(plan, rejects), key=lambda row: row.line)),
        tuple(sorted(skips, key=lambda row: row.line)),
        (*plan.found.warnings, *warnings.all()),
    )


def _bring_in(
    organisation: Unit,
    system: str,
    accounts: dict[str, ImportedAccount],
    choices: Choices,
    by: Actor,
) -> incidents.Sorted:
    values = list(accounts.values())
    if not choices.write:
        return incidents.sort_accounts(organisation, system, values)
    bring_in = partial(incidents.import_incidents, organisation, system, values)
    try:
        return bring_in(by=by, history=choices.history)
    except IntegrityError:  # another import of the same file committed these rows first
        return bring_in(by=by, history=choices.history)


def _batches(drafts: tuple[Draft, ...]) -> Iterator[list[Draft]]:
    waiting = iter(drafts)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _account(plan: Plan, draft: Draft, places: Places) -> ImportedAccount:
    source = plan.mapping.fields.get("event_type")
    affecting = draft.kept.get(source.columns[0], "") if source else ""
    return account_of(draft, places, affecting=affecting)


def _column(plan: Plan, field: str) -> str:
    code = {"occurred_at": "occurred_on", "source_reference": "reference"}.get(field, field)
    source = plan.mapping.fields.get(code)
    return source.columns[0] if source else ""


def _with_cells(plan: Plan, rejects: list[Reject]) -> list[Reject]:
    cells = {row.line: row.cells for row in plan.source.rows}
    return [row if row.cells else replace(row, cells=cells[row.line]) for row in rejects]


def _warn(plan: Plan, places: Places, choices: Choices, warnings: Warnings) -> None:
    """Teams and categories not known here, harm on one scale, and years before the service."""
    team = _column(plan, "team") or _column(plan, "locality")
    category = _column(plan, "category")
    began = profile_of(places.organisation).service_began_on
    create = " Import with --create-units to add them." if not choices.create_units else ""
    for draft in plan.found.drafts:
        if places.unit(draft.team, draft.locality) is None:
            name = f"“{draft.team}” is no team here" if draft.team else "No team is named"
            message = f"{name}. Its incidents wait, unplaced, for someone to place them."
            warnings.row(draft.line, "team-unknown", team, message + (create if draft.team else ""))
        if draft.category and places.category(draft.category, draft.subcategory) is None:
            message = (
                f"“{draft.category}” is no category here. It is kept as a proposal for triage."
            )
            warnings.row(draft.line, "category-unknown", category, message + create)
        if draft.occurred_on and draft.occurred_on < began:
            message = f"It happened before this service began ({in_words(began)})."
            warnings.row(draft.line, "before-service", _column(plan, "occurred_on"), message)
    if "harm" in plan.mapping.fields and "physical_harm" not in plan.mapping.fields:
        message = "The one column of harm was taken as physical harm; psychological harm is unsaid."
        warnings.file("harm-physical", message, _column(plan, "harm"))


def _warn_if_changed(account: ImportedAccount, incident: object, warnings: Warnings) -> None:
    before = (getattr(incident, "narrative", ""), getattr(incident, "source_columns", {}))
    if before != (account.narrative, dict(account.source_columns)):
        message = "The row has changed since it was imported. The incident was left as it is."
        warnings.row(account.line, "changed-since", "", message)


def _say_created(warnings: Warnings, units: list[str], categories: list[str]) -> None:
    for what, names in (("Teams and localities", units), ("Categories", categories)):
        if names:
            warnings.file("created", f"{what} added: {', '.join(names)}.")
