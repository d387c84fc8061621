"""Run the test suite in as many ways as this machine can, and say plainly what was not run.

`bin/test [--require-all] [pytest options]`. Each way of running is a half: SQLite always;
PostgreSQL where one can be had; browser journeys where a Chromium is found.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from tools import postgres

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOTHING_MATCHED = 5  # pytest's exit code where no test was collected
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
WORKERS = ("-n", "2")


class Outcome(Enum):
    """How one half ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    EMPTY = "no test matched"
    NOT_RUN = "NOT RUN"


@dataclass(frozen=True)
class Half:
    """One way of running the suite, and how it ended; `detail` is one line for the summary."""

    name: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for."""

    require_all: bool
    marks: str
    pytest: list[str]

    @property
    def names_tests(self) -> bool:
        """Say whether files or folders of tests were named."""
        return any(Path(argument.partition("::")[0]).exists() for argument in self.pytest)

    @property
    def everything(self) -> bool:
        """Say whether the whole suite was asked for, so that an empty half would be a mistake."""
        return not self.pytest and not self.marks


def parse(arguments: list[str]) -> Wanted:
    """Read the command line; whatever is not ours goes to pytest as it stands."""
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Run the tests on SQLite, on PostgreSQL and in a browser, as far as this"
        " machine can. Other options go to pytest.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--require-all", action="store_true", help="count a half that cannot run as a failure"
    )
    parser.add_argument("-m", dest="marks", default="", help="only tests with these marks")
    known, rest = parser.parse_known_args(arguments)
    return Wanted(known.require_all, known.marks, rest)


def find_chromium() -> str | None:
    """Return the Chromium the journeys are to use; nothing is ever downloaded."""
    named = os.environ.get("GOLDTHREAD_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def run_half(name: str, wanted: Wanted, marks: str, options: tuple[str, ...], **env: str) -> Half:
    """Run pytest once on what `env` names; the last line it printed is the detail."""
    print(f"\n── {name}", flush=True)
    both = f"({wanted.marks}) and {marks}" if wanted.marks else marks
    command = [sys.executable, "-m", "pytest", "-m", both, *options, *wanted.pytest]
    if sys.stdout.isatty():
        command.append("--color=yes")
    unset = {"DATABASE_URL", "GOLDTHREAD_TEST_DATABASE_URL"}
    inherited = {key: value for key, value in os.environ.items() if key not in unset}
    code, last = run_and_show(command, inherited | env)
    outcome = {0: Outcome.PASSED, NOTHING_MATCHED: Outcome.EMPTY}.get(code, Outcome.FAILED)
    return Half(name, outcome, last)


def run_and_show(command: list[str], env: dict[str, str]) -> tuple[int, str]:
    """Run a command, showing its output as it comes; return its exit code and its last line."""
    last = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as running:
        try:
            for line in running.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                last = COLOURS.sub("", line).strip(" =\n") or last
        except BaseException:
            running.terminate()
            raise
    return running.returncode, last


def run_database(name: str, wanted: Wanted, **env: str) -> Half:
    """Run everything but the browser journeys on one database."""
    return run_half(name, wanted, "not browser", WORKERS, **env)


def run_browser(name: str, wanted: Wanted, **env: str) -> Half:
    """Run the browser journeys on one database; each worker has its own browser and database."""
    chromium = find_chromium()
    if not chromium:
        return Half(name, Outcome.NOT_RUN, "no Chromium found. To run it: apt-get install chromium")
    where = () if wanted.names_tests else ("tests/browser",)
    return run_half(
        name, wanted, "browser", (*WORKERS, *where), GOLDTHREAD_CHROMIUM=chromium, **env
    )


def run_postgres(wanted: Wanted, in_ci: bool) -> Iterator[Half]:
    """Run on PostgreSQL, the browser journeys too where CI asks for it."""
    name = "PostgreSQL"
    try:
        with postgres.database() as database:
            print(f"\nPostgreSQL: {database.origin}.", flush=True)
            # What never asks a database was run once already, beside SQLite.
            only = {"GOLDTHREAD_TEST_DATABASE_ONLY": "1"} if wanted.everything else {}
            yield run_database(name, wanted, DATABASE_URL=database.url, **only)
            if in_ci:
                yield run_browser("Browser on PostgreSQL", wanted, DATABASE_URL=database.url)
    except postgres.NoPostgresError as problem:
        enable = "To run it: apt-get install postgresql, or set DATABASE_URL"
        yield Half(name, Outcome.NOT_RUN, f"{problem}. {enable}")


def failed(half: Half, wanted: Wanted) -> bool:
    """Say whether this half makes the whole run fail."""
    if half.outcome is Outcome.EMPTY:
        return wanted.require_all and wanted.everything
    return half.outcome is Outcome.FAILED or (
        half.outcome is Outcome.NOT_RUN and wanted.require_all
    )


def summary(halves: list[Half]) -> str:
    """Return the closing lines: each half, how it ended, and what would enable it."""
    width = max(len(half.name) for half in halves)
    lines = [f"  {half.name:{width}}  {half.outcome.value}: {half.detail}" for half in halves]
    return "\n".join(["", "What ran", *lines])


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn a request to stop into an exception, so that a private database is stopped too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    try:
        yield
    except KeyboardInterrupt:
        sys.exit("Stopped.")


def main() -> int:
    """Run every half and return 0 where none failed."""
    wanted = parse(sys.argv[1:])
    with stoppable(), tempfile.TemporaryDirectory(prefix="goldthread-test-") as data_dir:
        os.environ["GOLDTHREAD_DATA_DIR"] = data_dir  # no test touches the checkout's own data
        halves = [
            run_database("SQLite", wanted),
            run_browser("Browser", wanted),
            *run_postgres(wanted, in_ci=bool(os.environ.get("CI"))),
        ]
    print(summary(halves))
    return int(any(failed(half, wanted) for half in halves))


if __name__ == "__main__":
    sys.exit(main())
