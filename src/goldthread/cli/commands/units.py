"""`goldthread units`: organisations, directorates, localities and teams."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from goldthread.cli import naming
from goldthread.cli.database import with_database
from goldthread.cli.printing import print_json

if TYPE_CHECKING:
    from goldthread.access.models import Unit
    from goldthread.access.terms import ProviderType

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """Organisations, directorates, localities and teams."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the units as JSON.")
@with_database
def list_units(as_json: bool) -> None:
    """Every unit, indented under the one above it."""
    from goldthread.access.queries import tree

    units = list(tree())
    if as_json:
        print_json(
            [
                {
                    "id": unit.pk,
                    "code": unit.code,
                    "name": unit.name,
                    "kind": unit.kind,
                    "parent": unit.parent_id,
                    "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
                }
                for unit in units
            ]
        )
        return
    for unit in units:
        depth = unit.path.count("/") - 2
        closed = f", closed on {unit.closed_on}" if unit.closed_on else ""
        kind = unit.get_kind_display().lower()
        click.echo(f"{'  ' * depth}{unit.name} ({kind}, {unit.code}, no. {unit.pk}{closed})")


@command.command("add")
@click.argument("name")
@click.option("--under", help="The unit above it, by code, name or number.")
@click.option(
    "--kind",
    type=click.Choice(["directorate", "locality", "team"]),
    default="team",
    show_default=True,
    help="What it is, below an organisation.",
)
@click.option(
    "--provider",
    type=click.Choice(["nhs_body", "independent", "voluntary"]),
    help="Add an organisation of this type, which decides what it must notify.",
)
@click.option("--code", default="", help="A short code; made from the name when left out.")
@with_database
def add(name: str, under: str | None, kind: str, provider: str | None, code: str) -> None:
    """Add a unit NAME below another, or an organisation with its shipped settings."""
    from goldthread.access.operations import add_unit
    from goldthread.access.terms import ProviderType, UnitKind

    if bool(under) == bool(provider):
        raise click.UsageError("Give --under for a unit, or --provider for an organisation.")
    if provider:
        made = _organisation(name, ProviderType(provider), code)
    else:
        made = add_unit(naming.unit(under or ""), name, kind=UnitKind(kind), code=code, by="cli")
    click.echo(f"Added {made.name} ({made.code}, no. {made.pk}).")


def _organisation(name: str, provider_type: ProviderType, code: str) -> Unit:
    from django.db import transaction

    from goldthread.access.operations import add_organisation
    from goldthread.domain.setting_up import install_defaults

    with transaction.atomic():
        made = add_organisation(name, provider_type=provider_type, code=code, by="cli")
        install_defaults(made)
    return made


@command.command("close")
@click.argument("unit")
@click.option("--on", type=DAY, help="The day, as 2026-11-21; today when left out.")
@with_database
def close(unit: str, on: dt.datetime | None) -> None:
    """Close UNIT from a day: what it reported stays, and it takes no new reports."""
    from django.utils import timezone

    from goldthread.access.operations import close_unit

    closed = close_unit(naming.unit(unit), on.date() if on else timezone.localdate(), by="cli")
    click.echo(f"{closed.name} is closed from {closed.closed_on}.")
