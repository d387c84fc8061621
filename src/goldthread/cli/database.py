"""For subcommands that need the database."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from goldthread.cli.refusals import Refused
from goldthread.cli.setup import setup

P = ParamSpec("P")
R = TypeVar("R")


def with_database(command: Callable[P, R]) -> Callable[P, R]:
    """Load the product before the command; its refusals become the one line on stderr."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        setup()
        from django.db import OperationalError, ProgrammingError

        from goldthread.upkeep.copies.archive import CopyRefused
        from goldthread.workflow.refusals import Refused as NotDone

        try:
            return command(*args, **kwargs)
        except (NotDone, CopyRefused) as refused:
            raise Refused(str(refused)) from refused
        except (OperationalError, ProgrammingError) as fault:
            first = (str(fault).strip().splitlines() or [type(fault).__name__])[0]
            raise Refused(
                f"The database does not answer as it should: {first.rstrip('.')}. "
                "Run 'goldthread doctor' to see why."
            ) from fault

    return run
