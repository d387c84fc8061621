"""`goldthread worker`: background work alone, for machines that do nothing else."""

from __future__ import annotations

import click

from goldthread.cli.database import with_database
from goldthread.cli.refusals import Refused


@click.command()
@with_database
def command() -> None:
    """Run background tasks and schedules until stopped.

    Run as many as you like, on any machine that reaches the database. Ctrl-C or SIGTERM lets the
    current task finish. `goldthread run` already runs one.
    """
    from goldthread.jobs.worker import run_until_told
    from goldthread.upkeep.migrations import pending
    from goldthread.upkeep.preparing import NotReady, refuse_unsafe_settings

    try:
        refuse_unsafe_settings()
    except NotReady as refused:
        raise Refused(str(refused)) from refused
    if pending():
        raise Refused("The tables are not up to date. Start the service with 'goldthread run'.")
    run_until_told()
