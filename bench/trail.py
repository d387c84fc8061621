"""How fast the trail is verified, and how much memory that takes.

`bin/bench trail` fills a database of its own with 20,000 and 100,000 entries on chains of five,
verifies it, writes a checkpoint file and compares the trail with it. Each size runs in a process of
its own, so that the memory of one is not counted for the other. GOLDTHREAD_BENCH_SIZES changes the
sizes; DATABASE_URL (an empty database) the kind of database.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = os.environ.get("GOLDTHREAD_BENCH_SIZES", "20000,100000")
CHAIN = 5


def main() -> None:
    print(
        f"{'entries':>9} {'write/s':>9} {'verify/s':>9} {'checkpoint':>11} {'compare':>9} {'memory':>8}"
    )
    for size in SIZES.split(","):
        with tempfile.TemporaryDirectory() as folder:
            environment = os.environ | {
                "GOLDTHREAD_DATA_DIR": folder,
                "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
            }
            subprocess.run(  # noqa: S603
                [sys.executable, "-m", "bench.trail", size], env=environment, check=True
            )


def measure(size: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    written = size / seconds(lambda: fill(size))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    from goldthread.trail.checkpoints import export_checkpoint, verify_against
    from goldthread.trail.verification import verify

    file = Path(os.environ["GOLDTHREAD_DATA_DIR"]) / "heads.gz"
    verified = size / seconds(lambda: expect_none(verify()))
    checkpoint = seconds(lambda: export_checkpoint(file))
    compared = seconds(lambda: expect_none(verify_against(file)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{size:>9,} {written:>9,.0f} {verified:>9,.0f} {checkpoint:>9.1f} s {compared:>7.1f} s "
        f"{grown:>5.0f} MB"
    )


def fill(size: int) -> None:
    """Chains of five about units, written the quick way round: first entries in bulk, then more."""
    from django.db import transaction

    from goldthread.access.models import Unit
    from goldthread.trail.operations import First, record, record_first

    facts = {"from": "reported", "to": "triaged", "why": "x" * 200}
    with transaction.atomic():
        units = Unit.objects.bulk_create(
            [
                Unit(kind="team", name=f"Team {n}", code=f"t{n}", path=f"/{n}/")
                for n in range(size // CHAIN)
            ],
            batch_size=1000,
        )
        record_first(First(unit, "bench.first", None, facts) for unit in units)
        for _ in range(CHAIN - 1):
            for unit in units:
                record(unit, "bench.more", by=None, facts=facts)


def expect_none(problems: object) -> None:
    found = list(problems)  # type: ignore[call-overload]
    if found:
        raise SystemExit(f"The trail is broken: {found[0]}")


def seconds(work: object) -> float:
    began = time.monotonic()
    work()  # type: ignore[operator]
    return time.monotonic() - began


if __name__ == "__main__":
    measure(int(sys.argv[1])) if len(sys.argv) > 1 else main()
