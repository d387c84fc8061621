"""`goldthread import`: incidents of another system, from a CSV or XLSX file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from goldthread.cli.printing import print_json
from goldthread.cli.refusals import Refused
from goldthread.cli.setup import setup

if TYPE_CHECKING:
    from goldthread.access.models import Unit, User
    from goldthread.interchange.importing.plan import Plan
    from goldthread.interchange.importing.terms import Converted

_MANY = 2_000


@click.command()
@click.argument("file")
@click.option("--dry-run", is_flag=True, help="Show the mapping and the result; write nothing.")
@click.option("--mapping", "mapping_path", metavar="M.yaml", help="Read the file this way.")
@click.option("--write-mapping", "mapping_out", metavar="M.yaml", help="Write the mapping used.")
@click.option("--rejects", "rejects_out", metavar="OUT.csv", help="Write the rejected rows.")
@click.option("--organisation", metavar="NAME", help="Whose incidents; needed when several.")
@click.option("--source-system", metavar="NAME", help="References are unique within it.")
@click.option("--create-units", is_flag=True, help="Add teams and categories that are not known.")
@click.option("--history", is_flag=True, help="Bring in as closed in the previous system.")
@click.option("--by", "by_email", metavar="EMAIL", help="Who imports; the trail will name them.")
@click.option("--encoding", metavar="NAME", default="", help="Instead of the guessed encoding.")
@click.option("--delimiter", metavar="MARK", default="", help="Instead of the guessed delimiter.")
@click.option("--sheet", metavar="NAME", default="", help="Which sheet of a workbook.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(
    file: str,
    dry_run: bool,
    mapping_path: str | None,
    mapping_out: str | None,
    rejects_out: str | None,
    organisation: str | None,
    source_system: str | None,
    create_units: bool,
    history: bool,
    by_email: str | None,
    encoding: str,
    delimiter: str,
    sheet: str,
    as_json: bool,
) -> int:
    """Import incidents from FILE, a CSV or XLSX of another system (- for standard input).

    Encoding, delimiter, headings, date style and columns are guessed; every guess is shown with
    its reason. Importing the same file twice adds nothing. Exit code 0 when rows were imported or
    were there already, 1 when nothing could be.
    """
    plan = _planned(file, mapping_path, source_system, encoding, delimiter, sheet)
    if mapping_out:
        _write(mapping_out, _mapping_text(plan))
    found, note = _carried_out(
        plan, organisation, by_email, dry_run=dry_run, create_units=create_units, history=history
    )
    if rejects_out:
        _write(rejects_out, _rejects_text(plan, found))
    _print(plan, found, note, dry_run=dry_run, as_json=as_json)
    return 0 if found.drafts or found.skips or not plan.source.rows else 1


def _planned(
    file: str,
    mapping_path: str | None,
    source_system: str | None,
    encoding: str,
    delimiter: str,
    sheet: str,
) -> Plan:
    from dataclasses import replace

    from goldthread.interchange.importing.mapping_file import read_mapping
    from goldthread.interchange.importing.plan import plan_import
    from goldthread.interchange.importing.reading import ReadingOptions
    from goldthread.interchange.importing.terms import ImportMapping

    delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(delimiter) > 1:
        raise click.BadParameter("one character, or the word tab.", param_hint="--delimiter")
    try:
        given = ImportMapping({})
        if mapping_path:
            given = read_mapping(_read(mapping_path).decode("utf-8-sig", errors="replace"))
        if source_system:
            given = replace(given, source_system=source_system[:80])
        options = ReadingOptions(encoding, delimiter, sheet)
        return plan_import(_read(file), date.today(), given, options)
    except ValueError as error:
        raise Refused(str(error)) from error


def _read(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise Refused(f"There is no file '{path}'.") from error
    except IsADirectoryError as error:
        raise Refused(f"'{path}' is a folder, not a file.") from error
    except OSError as error:
        raise Refused(f"The file '{path}' cannot be opened: {error.strerror}.") from error


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"The file '{path}' cannot be written: {error.strerror}.") from error


def _mapping_text(plan: Plan) -> str:
    from goldthread.interchange.importing.mapping_file import write_mapping

    return write_mapping(plan.mapping, plan.source)


def _rejects_text(plan: Plan, found: Converted) -> str:
    from goldthread.interchange.importing.rejects import rejects_csv

    return rejects_csv(plan.source, found.rejects)


def _carried_out(
    plan: Plan,
    organisation: str | None,
    by_email: str | None,
    *,
    dry_run: bool,
    create_units: bool,
    history: bool,
) -> tuple[Converted, str]:
    """What became of the rows; a dry run where there is no database compares with nothing."""
    setup()
    from django.db import DatabaseError

    from goldthread.interchange.importing.committing import Choices, commit

    choices = Choices(history=history, create_units=create_units, write=not dry_run)
    try:
        unit = _organisation(organisation)
        by = _person(by_email, unit) if by_email else "command-line"
        total = len(plan.found.drafts)
        if dry_run or total < _MANY or not sys.stderr.isatty():
            return commit(plan, unit, choices, by=by), ""
        with click.progressbar(length=total, label="Importing", file=sys.stderr) as bar:
            return commit(plan, unit, choices, by=by, progress=bar.update), ""
    except Refused as error:
        if dry_run and not organisation and not by_email:
            return plan.found, f"Not compared with incidents already here: {error}"
        raise
    except DatabaseError as error:
        if dry_run:
            return plan.found, "Not compared with incidents already here: there is no database yet."
        raise Refused(
            f"The database cannot be used ({error}). Run 'goldthread doctor' to see why."
        ) from error


def _organisation(name: str | None) -> Unit:
    from goldthread.access.queries import organisations

    found = list(organisations())
    if name:
        wanted = name.casefold()
        found = [unit for unit in found if wanted in (unit.name.casefold(), unit.code)]
        if not found:
            raise Refused(f"There is no organisation called '{name}'.")
    if not found:
        raise Refused("There is no organisation yet. Set one up before importing.")
    if len(found) > 1:
        names = ", ".join(unit.name for unit in found)
        raise Refused(f"There are several organisations: choose one with --organisation ({names}).")
    return found[0]


def _person(email: str, unit: Unit) -> User:
    from goldthread.access.queries import holders
    from goldthread.access.terms import Permission

    for user in holders(Permission.INCIDENT_IMPORT, unit):
        if user.email.casefold() == email.casefold():
            return user
    raise Refused(f"Nobody with the address '{email}' may import incidents for {unit.name}.")


def _print(plan: Plan, found: Converted, note: str, *, dry_run: bool, as_json: bool) -> None:
    from goldthread.interchange.importing import report

    if as_json:
        held: dict[str, Any] = report.as_json(plan.source, plan.mapping, found)
        print_json(held | {"dry_run": dry_run, "note": note})
        return
    click.echo(report.as_text(plan.source, plan.mapping, found))
    if note:
        click.echo(f"\n{note}")
    if dry_run:
        click.echo("\nNothing was written: this was a dry run.")
