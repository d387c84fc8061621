"""The machine and the settings: what can be looked at without the database."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks

from goldthread.upkeep.doctor.findings import Finding, notice, well, wrong
from goldthread.upkeep.shown import gigabytes

LITTLE_ROOM = 2 * 1024**3


def settings_are_safe() -> Iterator[Finding]:
    problems = run_checks(tags=["goldthread"])
    for problem in problems:
        yield wrong("settings", str(problem.msg), problem.hint or "")
    if not problems:
        kind = "production" if settings.PRODUCTION else "development (GOLDTHREAD_ENV is not set)"
        yield well("settings", f"Settings are complete for {kind}.")


def folder_is_writable() -> Iterator[Finding]:
    for folder in (Path(settings.DATA_DIR), Path(settings.FILES_DIR)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as trial:
                trial.write(b"goldthread")
        except OSError as fault:
            yield wrong(
                "data folder",
                f"{folder} cannot be written to: {fault.strerror}.",
                "Let the user that runs Goldthread own the folder, or set GOLDTHREAD_DATA_DIR.",
            )
        else:
            yield well("data folder", f"{folder} can be written to.")


def disk_has_room() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    what = f"{gigabytes(free)} free on the disk of {settings.DATA_DIR}."
    if free < settings.DISK_RESERVE * 2:
        yield wrong("disk", what, "Free some room now: files are refused and reports will be next.")
    elif free < LITTLE_ROOM:
        yield notice("disk", what, "Free some room, or move the data to a larger disk.")
    else:
        yield well("disk", what)


def static_files_are_there() -> Iterator[Finding]:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield well("static files", f"Styles and scripts are in {settings.STATIC_ROOT}.")
    else:
        yield wrong(
            "static files",
            f"There are no styles and scripts in {settings.STATIC_ROOT}.",
            "Start the service with `goldthread run`, which puts them there.",
        )


def email_is_set() -> Iterator[Finding]:
    if settings.EMAIL_CONFIGURED:
        yield well("e-mail", f"E-mail goes through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}.")
    else:
        yield notice(
            "e-mail",
            "No e-mail server is set, so people are told inside the product only, and nobody can "
            "reset a password by themselves.",
            "Set GOLDTHREAD_EMAIL_URL, for example smtp://name:password@mail.provider.example:587",
        )
