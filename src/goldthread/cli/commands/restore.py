"""`goldthread restore`: put a backup in place, and prove that it came back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from goldthread.cli.database import with_database
from goldthread.cli.printing import bytes_done, print_json


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in place of the data that is here.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_database
def command(file: Path, replace: bool, as_json: bool) -> int:
    """Put the backup FILE in place, then check its trail and files.

    Stop the service first. Everything that can be wrong with the backup is looked at before
    anything here is changed. Ends with 1 when what came back is not whole.
    """
    from goldthread.upkeep.copies import restore

    with bytes_done("Restoring") as tell:
        done = restore(file, tell, replace=replace)
    if as_json:
        print_json(
            {
                "made_at": done.manifest.made_at,
                "files": done.files,
                "entries": done.tally.entries,
                "migrated": done.migrated,
                "problems": done.problems,
            }
        )
    else:
        _say(done)
    return 1 if done.problems else 0


def _say(done: Any) -> None:
    import datetime as dt

    from goldthread.upkeep.shown import count, moment

    made = moment(dt.datetime.fromisoformat(done.manifest.made_at))
    click.echo(f"Restored the backup of {made}: the database and {count(done.files, 'file')}.")
    for remark in done.remarks:
        click.echo(remark)
    if done.migrated:
        click.echo(f"Brought its tables up to date ({count(done.migrated, 'change')}).")
    for problem in done.problems:
        click.echo(problem)
    if not done.problems:
        click.echo(f"The trail is whole: {count(done.tally.entries, 'entry', 'entries')} checked.")
