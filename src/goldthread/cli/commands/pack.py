"""`goldthread pack`: packs and folders of evidence that left the product."""

from __future__ import annotations

from pathlib import Path

import click

from goldthread.cli.printing import print_json
from goldthread.cli.refusals import Refused
from goldthread.interchange.exporting.folders import UnreadableFolder, check


@click.group()
def command() -> None:
    """Check packs and folders of evidence that left the product."""


@command.command("verify")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def verify(file: Path, as_json: bool) -> int:
    """Compare every file with the hashes in the manifest. Needs no database.

    FILE is the archive (zip) as it was taken, or the folder it was unpacked into. Ends with 1 when a file was changed, added or taken out. The digest that is printed stands in
    the trail of the organisation that made the folder.
    """
    try:
        checked = check(file)
    except UnreadableFolder as fault:
        raise Refused(str(fault)) from fault
    if as_json:
        print_json({**vars(checked), "faults": list(checked.faults)})
        return 1 if checked.faults else 0
    for words in checked.faults:
        click.echo(words)
    about = checked.about
    whole = "Something is wrong with it." if checked.faults else "The folder is whole."
    click.echo(
        f"{about.get('kind', 'Folder')} of {about.get('organisation', 'nobody named')}, "
        f"made at {about.get('made_at', 'no time given')}: {checked.files} files. {whole}"
    )
    click.echo(f"Digest of its manifest: {checked.digest}")
    return 1 if checked.faults else 0
