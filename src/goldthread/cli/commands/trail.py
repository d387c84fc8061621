"""`goldthread trail`: check the trail, and make checkpoints to keep elsewhere."""

from __future__ import annotations

import time
from pathlib import Path

import click

from goldthread.cli.database import with_database
from goldthread.cli.printing import print_json
from goldthread.cli.refusals import Refused

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Check the trail, and make checkpoints of it to keep elsewhere."""


@command.command("verify")
@click.option("--checkpoint", "file", type=FILE, help="Also compare with a checkpoint file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@with_database
def verify_trail(file: Path | None, as_json: bool) -> int:
    """Find entries changed, removed, reordered or inserted, and records removed.

    Ends with 1 when anything is found. Against a checkpoint file that left this machine it also
    finds what someone with the database's password rewrote or removed consistently.
    """
    from goldthread.trail.checkpoints import UnreadableCheckpoint, verify_against, verify_stored
    from goldthread.trail.verification import Tally, verify

    tally, began = Tally(), time.monotonic()
    try:
        found = [*verify(tally), *verify_stored(), *(verify_against(file) if file else ())]
    except (UnreadableCheckpoint, OSError) as fault:
        raise Refused(str(fault)) from fault
    seconds = time.monotonic() - began
    if as_json:
        print_json(
            {
                "entries": tally.entries,
                "chains": tally.chains,
                "seconds": round(seconds, 3),
                "problems": [vars(problem) for problem in found],
            }
        )
        return 1 if found else 0
    for problem in found:
        click.echo(str(problem))
    read = f"Read {tally.entries:,} entries of {tally.chains:,} records in {seconds:.1f} s."
    click.echo(f"{read} {f'{len(found)} problems found.' if found else 'The trail is whole.'}")
    return 1 if found else 0


@command.command("checkpoint")
@click.option("--out", type=FILE, help="Write every chain's head to this file, to keep elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print the checkpoint as JSON.")
@with_database
def make_checkpoint(out: Path | None, as_json: bool) -> None:
    """Sign where every chain of the trail has got to.

    With --out the heads go to a gzipped file. Keep it where whoever runs the database cannot
    change it: another organisation's mailbox, a signed document store, paper for its digest.
    """
    from goldthread.trail.checkpoints import checkpoint, export_checkpoint
    from goldthread.trail.operations import iso

    try:
        made = export_checkpoint(out) if out else checkpoint()
    except OSError as fault:
        raise Refused(f"'{out}' cannot be written: {fault.strerror}.") from fault
    if as_json:
        print_json({"at": iso(made.at), "heads": made.heads, "digest": made.digest})
        return
    click.echo(f"{made.heads:,} records at {iso(made.at)}\ndigest {made.digest}")
    if out:
        click.echo(f"Written to {out}. Keep it on another machine.")
