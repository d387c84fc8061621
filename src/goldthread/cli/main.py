"""The `goldthread` command: finds the subcommand, and says what went wrong in one line.

Exit codes: 0 done, 1 refused or failed, 2 the command was not written rightly.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from goldthread import __version__
from goldthread.cli.refusals import Refused

# To add a subcommand: one line here, and a file in cli/commands with a click command `command`.
# name -> (module under goldthread.cli.commands, what it is for)
COMMANDS: dict[str, tuple[str, str]] = {
    "backup": ("backup", "Write the database and all files to one archive."),
    "classify": ("classify", "Learn categories from labelled texts, and suggest them."),
    "doctor": ("doctor", "Say what is wrong with this installation and what to do."),
    "effect": ("effect", "Did it work? Events before and after a change."),
    "import": ("import_file", "Bring in incidents of another system from CSV or XLSX."),
    "measures": ("measures", "Count measures again, all of them or what changed."),
    "pack": ("pack", "Check folders of evidence that left the product."),
    "personal-data": ("personal_data", "Find names, numbers and contacts in free text."),
    "restore": ("restore", "Put a backup in place and check that it is whole."),
    "run": ("run", "Serve Goldthread and run its background work."),
    "sample": ("sample", "How many files to look at, and which ones."),
    "similar": ("similar", "Find the texts most like a query, by words and meaning."),
    "spc": ("spc", "Chart over time with its limits and special causes, from a CSV."),
    "themes": ("themes", "Gather texts into themes, and say what each is about."),
    "trail": ("trail", "Check the trail, and make checkpoints of it."),
    "worker": ("worker", "Run background work alone."),
    "units": ("units", "Organisations, directorates, localities and teams."),
    "users": ("users", "People who sign in, and the roles they hold."),
    "wording": ("wording", "Find blame and weak promises in free text."),
}


class Commands(click.Group):
    """Lists every subcommand without importing any; imports the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found = import_module(f"goldthread.cli.commands.{COMMANDS[cmd_name][0]}").command
        assert isinstance(found, click.Command)  # noqa: S101 - a programming mistake, not input
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="goldthread %(version)s")
def goldthread() -> None:
    """Incident management and learning for community mental health services."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code. Set GOLDTHREAD_DEBUG=1 for tracebacks."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; every failure is one line on stderr."""
    _write_utf8()
    try:
        returned = goldthread.main(
            args=None if arguments is None else list(arguments),
            prog_name="goldthread",
            standalone_mode=False,
        )
        sys.stdout.flush()
        return returned if isinstance(returned, int) else 0
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        return 2
    except click.UsageError as error:
        return _say(f"{_plain(error.format_message())} {_where_to_look(error)}", 2)
    except (Refused, click.ClickException) as error:
        return _say(error.format_message() if isinstance(error, click.ClickException) else error, 1)
    except (click.Abort, KeyboardInterrupt):
        return _say("Stopped before it was finished.", 1)
    except BrokenPipeError:
        # The reader (head, less) has had enough; Python would complain again on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("GOLDTHREAD_DEBUG"):
            raise
        kind = type(error).__name__
        return _say(f"Something went wrong that should not have ({kind}: {error}).", 1)


def _say(message: object, code: int) -> int:
    click.echo(f"goldthread: {' '.join(str(message).split())}", err=True)
    return code


def _plain(message: str) -> str:
    """What the option reader says, in words that need no programmer."""
    message = re.sub(r"is not a valid (integer|float)( range)?\b", _a_number, message)
    message = re.sub(
        r"does not match the format '%Y-%m-%d'", "is not a day such as 2026-11-22", message
    )
    return re.sub(r"is not in the range (\S+?)\.(?= |$)", _range, message)


def _a_number(found: re.Match[str]) -> str:
    return "is not a whole number" if found[1] == "integer" else "is not a number"


def _range(found: re.Match[str]) -> str:
    """`1<=x<=10` as `is not from 1 to 10`."""
    low, _, high = (
        re.split(r"<=?", found[1]) if found[1].count("x") == 1 and "<" in found[1] else ("", "", "")
    )
    if low and high and "<x<" not in found[1]:
        return f"is not from {low} to {high}."
    if low and high:
        return f"is not between {low} and {high}."
    least = re.fullmatch(r"x>=(.+)", found[1])
    return f"is below {least[1]}, the least there can be." if least else found[0]


def _where_to_look(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "goldthread"
    return f"See '{path} --help'."


def _write_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
