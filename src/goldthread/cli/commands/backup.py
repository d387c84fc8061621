"""`goldthread backup`: one archive of the database and the files."""

from __future__ import annotations

from pathlib import Path

import click

from goldthread.cli.database import with_database
from goldthread.cli.printing import bytes_done, print_json


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--overwrite", is_flag=True, help="Replace FILE when it is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print what was kept as JSON.")
@with_database
def command(file: Path, overwrite: bool, as_json: bool) -> None:
    """Write the database and all files to FILE while the service runs.

    The archive does not hold the field key (GOLDTHREAD_FIELD_KEY): keep that elsewhere, for
    without it names and record numbers cannot be read. It does hold narratives: keep it safe.
    """
    from goldthread.upkeep.copies import back_up
    from goldthread.upkeep.shown import count, gigabytes

    with bytes_done("Backing up") as tell:
        manifest = back_up(file, tell, overwrite=overwrite)
    size, files = file.stat().st_size, len(manifest.members) - 1
    if as_json:
        print_json({"file": str(file), "size": size, "files": files, "made_at": manifest.made_at})
        return
    click.echo(f"Kept the database and {count(files, 'file')} in {file} ({gigabytes(size)}).")
    click.echo("The field key is not in it. Keep GOLDTHREAD_FIELD_KEY in another safe place.")
