"""`goldthread measures`: count again what the pages of measures show."""

from __future__ import annotations

import os

import click

from goldthread.cli.database import with_database


@click.group()
def command() -> None:
    """Count again what the pages of measures show."""


@command.command("follow")
@with_database
def follow_trail() -> None:
    """Count the months of everything that changed since the last time; a worker does it as well."""
    from goldthread.domain.insight.measures.operations import follow

    click.echo(f"Counted {follow():,} months.")


@command.command("rebuild")
@with_database
def rebuild_all() -> None:
    """Count every month of every organisation again, for example after a restore."""
    from goldthread.domain.insight.measures.operations import rebuild

    click.echo(f"Counted {rebuild(progress=_progress):,} months.")


def _progress(done: int, of: int) -> None:
    """A line that counts, when a person is looking."""
    if os.isatty(2):
        click.echo(f"\r{done:,} of {of:,} months", err=True, nl=done == of)
