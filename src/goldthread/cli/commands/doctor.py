"""`goldthread doctor`: what is wrong with this installation and what to do."""

from __future__ import annotations

import click

from goldthread.cli.printing import print_json
from goldthread.cli.setup import setup

MARKS = {"well": "ok", "notice": "note", "wrong": "WRONG"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option("--quiet", is_flag=True, help="Leave out what is well.")
def command(as_json: bool, quiet: bool) -> int:
    """Say what is wrong with this installation and what to do.

    Ends with 1 when something is wrong. Notes are worth reading and do not count as wrong.
    """
    setup()
    from goldthread.upkeep.doctor import Level, examine

    found = [f for f in examine() if not (quiet and f.level == Level.WELL)]
    bad = sum(f.level == Level.WRONG for f in found)
    if as_json:
        print_json({"well": not bad, "findings": [f.as_dict() for f in found]})
        return 1 if bad else 0
    for finding in found:
        click.echo(f"{MARKS[finding.level]:>5}  {finding.check}: {finding.what}")
        if finding.todo:
            click.echo(f"       → {finding.todo}")
    things = "thing is" if bad == 1 else "things are"
    click.echo(f"{bad} {things} wrong." if bad else "Nothing is wrong.")
    return 1 if bad else 0
