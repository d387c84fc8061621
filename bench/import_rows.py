"""How many rows a second an import reads, checks, writes, trails and makes searchable.

    python bench/import_rows.py [ROWS]

Uses a fresh database of its own beside the configured one (SQLite on disk, or PostgreSQL by
DATABASE_URL) and drops it afterwards. The rows are invented, with narratives of about 400
characters, half of them harmed someone, and all of them are new.
"""

from __future__ import annotations

import csv
import io
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
TEAMS = ["Alder Team", "Birch Team", "Cedar Team", "Somewhere Else"]
PROSE = (
    "visit plan team phone door nurse family rota letter dose clinic evening worried agreed "
    "missed called waiting partner record handover changed found safe asked again"
)
HEADINGS = (
    "Ref;Incident date;Incident time;Date reported;Team;Category;Sub category;"
    "Degree of harm;Description;Action taken;Ward round"
)


def invented(rows: int) -> bytes:
    """A semicolon-separated Windows-1252 file of ``rows`` incidents."""
    draw = random.Random(11)
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(HEADINGS.split(";"))
    words = PROSE.split()
    for number in range(rows):
        on = date(2022, 1, 1) + timedelta(days=draw.randrange(1_500))
        writer.writerow(
            [
                f"W{number}",
                f"{on:%d/%m/%Y}",
                f"{draw.randrange(24):02}{draw.randrange(60):02}",
                f"{on + timedelta(days=draw.randrange(4)):%d/%m/%Y}",
                draw.choice(TEAMS),
                draw.choice(["Self-harm", "Medication", "Communication", "Weather"]),
                "",
                draw.choice(["No harm", "No harm", "Low", "Moderate"]),
                " ".join(draw.choices(words, k=68)) + " – it’s noted.",
                "Manager informed",
                "Tuesday",
            ]
        )
    return target.getvalue().encode("cp1252")


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds on the wall, seconds of this process's own work, and the result."""
    start, busy = time.perf_counter(), time.process_time()
    result = work()
    return time.perf_counter() - start, time.process_time() - busy, result


def measure() -> None:
    from django.db import connection

    from goldthread.access import operations as access
    from goldthread.access.terms import ProviderType
    from goldthread.domain.incidents import search
    from goldthread.domain.incidents.models import Incident
    from goldthread.domain.setting_up import install_defaults
    from goldthread.interchange.importing.committing import Choices, commit
    from goldthread.interchange.importing.plan import plan_import

    organisation = access.add_organisation("Bench", provider_type=ProviderType.NHS_BODY)
    install_defaults(organisation)
    for team in TEAMS[:3]:
        access.add_unit(organisation, team)
    data = invented(ROWS)
    reading, read_busy, plan = timed(lambda: plan_import(data, date.today()))
    writing, write_busy, found = timed(lambda: commit(plan, organisation, Choices(), by="bench"))
    again, again_busy, second = timed(lambda: commit(plan, organisation, Choices(), by="bench"))
    found_by = search.newest_matches(Incident.objects.all(), "handover", [organisation.pk])
    looking, _, hits = timed(found_by.count)
    if not len(found.drafts) == ROWS == len(second.skips):
        raise SystemExit("Not every row was imported once and skipped once.")
    print(f"{connection.vendor}, {ROWS:,} rows of {len(data) // ROWS:,} bytes, one process")
    print(f"  {'':<32}{'seconds':>9}{'rows/s':>10}{'own CPU':>10}")
    for name, seconds, busy in (
        ("read, guess and check", reading, read_busy),
        ("write, trail, clock and index", writing, write_busy),
        ("in all", reading + writing, read_busy + write_busy),
        ("a second time, all skipped", reading + again, read_busy + again_busy),
    ):
        print(f"  {name:<32}{seconds:>9.2f}{ROWS / seconds:>10,.0f}{busy:>9.2f}s")
    print(f"  searchable at once: {hits:,} of the newest hold 'handover' ({looking * 1000:.0f} ms)")


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("DATABASE_URL"):
            os.environ["GOLDTHREAD_DATA_DIR"] = folder
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        name = f"{folder}/bench.sqlite3" if connection.vendor == "sqlite" else "goldthread_bench"
        settings.DATABASES["default"]["TEST"]["NAME"] = name
        held = setup_databases(verbosity=0, interactive=False)
        try:
            measure()
        finally:
            teardown_databases(held, verbosity=0)


if __name__ == "__main__":
    main()
