"""`goldthread users`: people who sign in, and the roles they hold."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import click

from goldthread.cli import naming
from goldthread.cli.database import with_database
from goldthread.cli.printing import print_json
from goldthread.cli.refusals import Refused

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def command() -> None:
    """People who sign in, and the roles they hold."""


@command.command("list")
@click.option("--unit", "under", help="Only those with a role at or below this unit.")
@click.option("--json", "as_json", is_flag=True, help="Print the people as JSON.")
@with_database
def list_people(under: str | None, as_json: bool) -> None:
    """Everyone, with their roles and where they hold them."""
    from goldthread.access.queries import people

    found = list(people(naming.unit(under) if under else None))
    if as_json:
        print_json([_as_dict(one) for one in found])
        return
    for one in found:
        roles = ", ".join(f"{g.get_role_display()} at {g.unit}" for g in one.grants.all())
        left = "" if one.is_active else " (has left)"
        click.echo(f"{one.name} <{one.email}>{left}: {roles or 'no role'}")


def _as_dict(one: Any) -> dict[str, Any]:
    return {
        "name": one.name,
        "email": one.email,
        "active": one.is_active,
        "left_on": one.left_on.isoformat() if one.left_on else None,
        "roles": [{"role": g.role, "unit": g.unit.code} for g in one.grants.all()],
    }


@command.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--unit", required=True, help="Where they work, by code, name or number.")
@click.option("--role", "roles", multiple=True, help="A role to hold there; may be repeated.")
@click.option("--job-title", default="", help="What their job is called.")
@with_database
def add(email: str, name: str, unit: str, roles: tuple[str, ...], job_title: str) -> None:
    """Add a person, with roles at a unit. They set their password by e-mail.

    Without an e-mail server, set one with 'goldthread users password'.
    """
    from django.db import transaction

    from goldthread.access.operations import add_person, grant_role

    place = naming.unit(unit)
    with transaction.atomic():
        person = add_person(
            email, name, organisation=place.organisation or place, job_title=job_title, by="cli"
        )
        for role in roles:
            grant_role(person, role, place, by="cli")
    click.echo(f"Added {person.name}{_with(roles)}.")


def _with(roles: tuple[str, ...]) -> str:
    return f" as {', '.join(roles)}" if roles else ", without a role"


@command.command("grant")
@click.argument("email")
@click.argument("role")
@click.option("--unit", required=True, help="Where they hold it, by code, name or number.")
@click.option("--from", "starts_on", type=DAY, help="The first day, as 2026-11-21.")
@click.option("--until", "ends_on", type=DAY, help="The last day, as 2026-11-21.")
@click.option("--withdraw", is_flag=True, help="Take the role away instead.")
@with_database
def grant(
    email: str,
    role: str,
    unit: str,
    starts_on: dt.datetime | None,
    ends_on: dt.datetime | None,
    withdraw: bool,
) -> None:
    """Give the person with EMAIL a ROLE at a unit and below it, or take it away."""
    from goldthread.access.operations import grant_role, withdraw_role

    person, place = naming.person(email), naming.unit(unit)
    if withdraw:
        held = person.grants.filter(role=role, unit=place).first()
        if held is None:
            raise Refused(f"{person.name} does not hold {role} at {place.name}.")
        withdraw_role(held, by="cli")
        click.echo(f"{person.name} no longer holds {role} at {place.name}.")
        return
    made = grant_role(
        person,
        role,
        place,
        starts_on=starts_on.date() if starts_on else None,
        ends_on=ends_on.date() if ends_on else None,
        by="cli",
    )
    click.echo(f"{person.name} is {made.get_role_display()} at {place.name}.")


@command.command("leave")
@click.argument("email")
@click.option("--on", type=DAY, help="The last day, as 2026-11-21; today when left out.")
@with_database
def leave(email: str, on: dt.datetime | None) -> None:
    """Record that a person leaves: roles end, and they cannot sign in after their last day.

    Prints what they still own; their managers are asked for a new owner of each.
    """
    from django.utils import timezone

    from goldthread.access import operations
    from goldthread.clocks.queries import owned_by

    person = naming.person(email)
    operations.leave(person, on.date() if on else timezone.localdate(), by="cli")
    owned = list(owned_by(person))
    click.echo(f"{person.name} leaves on {person.left_on}.")
    if owned:
        click.echo(f"{len(owned)} to be given to someone else:")
    for clock in owned:
        due = f"due {timezone.localdate(clock.due_at)}" if clock.due_at else "as soon as possible"
        click.echo(f"  {clock.label} ({clock.unit}, {due})")


@command.command("password")
@click.argument("email")
@with_database
def password(email: str) -> None:
    """Set a person's password: asked for twice, or read as one line from standard input."""
    from goldthread.access.operations import set_password

    person = naming.person(email)
    if sys.stdin.isatty():
        typed = click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        typed = sys.stdin.readline().rstrip("\n")
    set_password(person, typed, by="cli")
    click.echo(f"{person.name} has a new password and is signed out everywhere.")
