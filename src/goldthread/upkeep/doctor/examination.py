"""All checks in order; those of the database only when it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from goldthread.upkeep.doctor import databases, machine, work
from goldthread.upkeep.doctor.findings import Finding, Level, wrong

Check = Callable[[], Iterator[Finding]]

ALWAYS: tuple[Check, ...] = (
    machine.settings_are_safe,
    machine.folder_is_writable,
    machine.disk_has_room,
    machine.static_files_are_there,
    machine.email_is_set,
    databases.database_answers,
)
WITH_DATABASE: tuple[Check, ...] = (
    databases.database_is_set_up_well,
    databases.clocks_agree,
)
WITH_TABLES: tuple[Check, ...] = (
    databases.trail_is_guarded,
    databases.field_key_fits,
    work.files_are_there,
    work.worker_is_alive,
    work.schedules_run,
    work.tasks_are_done,
    work.outbox_is_empty,
    work.checkpoint_is_recent,
)


def examine() -> list[Finding]:
    """Look at everything that can be looked at."""
    found = _run(ALWAYS)
    if _fine(found, "database"):
        found += _run((databases.migrations_are_applied, *WITH_DATABASE))
        if _fine(found, "migrations"):
            found += _run(WITH_TABLES)
    return found


def _fine(found: list[Finding], check: str) -> bool:
    return not any(f.check == check and f.level == Level.WRONG for f in found)


def _run(checks: tuple[Check, ...]) -> list[Finding]:
    found: list[Finding] = []
    for check in checks:
        try:
            found += list(check())
        except (
            Exception
        ) as fault:  # a check that fails is a finding, not the end of the examination
            name = check.__name__.replace("_", " ")
            found.append(
                wrong(
                    name,
                    f"This could not be looked at ({type(fault).__name__}: {fault}).",
                    "Put the findings above right first, then run the doctor again.",
                )
            )
    return found
