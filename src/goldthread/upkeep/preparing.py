"""Making an installation ready to serve: safe settings, tables, styles and scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.checks import run_checks
from django.core.management import call_command

from goldthread.access.queries import organisations
from goldthread.domain.setting_up import install_defaults
from goldthread.upkeep.migrations import pending, unknown


class NotReady(Exception):
    """The service must not start; the message says why and what to do."""


def refuse_unsafe_settings() -> None:
    """Raises NotReady with every insecure setting of production, each with its remedy."""
    problems = run_checks(tags=["goldthread"])
    if problems:
        said = " ".join(f"{problem.msg} {problem.hint or ''}".strip() for problem in problems)
        raise NotReady(f"Goldthread does not start with these settings. {said}")


def make_tables() -> int:
    """Bring the tables up to date; returns how many changes were made. Raises NotReady."""
    ahead = unknown()
    if ahead:
        raise NotReady(
            "The database was used by a newer Goldthread. Install that version again, or restore "
            "a backup made before it."
        )
    changes = len(pending())
    if changes:
        call_command("migrate", verbosity=0, interactive=False)
        for organisation in organisations():
            install_defaults(organisation)  # what a newer version brings, and nothing it has
    return changes


def collect_static() -> bool:
    """Put styles and scripts where they are served from, when they changed since; True if so."""
    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    newest = max(
        (Path(storage.path(path)).stat().st_mtime for path, storage in _sources()), default=0.0
    )
    if manifest.exists() and manifest.stat().st_mtime >= newest:
        return False
    try:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    except ValueError as fault:  # a style or script names one that is not there
        raise NotReady(
            "The front-end packages are not in place. Build them with: "
            "python -m goldthread.web.assets"
        ) from fault
    return True


def _sources() -> list[tuple[str, Any]]:
    return [pair for finder in get_finders() for pair in finder.list(None)]
