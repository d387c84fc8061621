"""PostgreSQL's own programs, called with the settings of this installation."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection

from goldthread.upkeep.copies.archive import CopyRefused


def program(name: str) -> str:
    """The newest `name` on this machine. Raises CopyRefused with the line that installs it."""
    versioned = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(_major(path)),
    )
    found = str(versioned[-1]) if versioned else shutil.which(name)
    if not found:
        raise CopyRefused(
            f"PostgreSQL's program {name} is not on this machine. "
            "Install it with: apt-get install postgresql-client"
        )
    return found


def _major(path: Path) -> str:
    digits = re.match(r"\d+", path.parent.parent.name)
    return digits[0] if digits else "0"


def where() -> list[str]:
    """The options that name the database; the password goes by the environment."""
    held = connection.settings_dict
    options = {"--host": held["HOST"], "--port": held["PORT"], "--username": held["USER"]}
    given = [f"{option}={value}" for option, value in options.items() if value]
    return [*given, f"--dbname={held['NAME']}", "--no-password"]


def run(*command: str, stdin: int | None = None) -> None:
    """Run a program to its end. Raises CopyRefused with the last thing it said."""
    finished = subprocess.run(  # noqa: S603 - our own arguments
        command, stdin=stdin, capture_output=True, text=True, env=environment(), check=False
    )
    if finished.returncode:
        raise CopyRefused(said(Path(command[0]).name, finished.stderr))


def environment() -> dict[str, str]:
    """This process's environment with the database's password."""
    held = connection.settings_dict
    return os.environ | ({"PGPASSWORD": held["PASSWORD"]} if held["PASSWORD"] else {})


def said(name: str, stderr: str) -> str:
    """What a program complained of, in one line."""
    lines = [line for line in stderr.strip().splitlines() if line.strip()]
    wrong = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "")
    return f"{name} did not finish: {wrong or 'it did not say why'}"
