"""How long the nightly run of signals takes, and how much memory, with many incidents.

    python bench/signals.py [INCIDENTS]

A million incidents of 200 teams and 40 themes over two years, unless told otherwise, written
straight into the tables: SQLite in a temporary folder, or, with DATABASE_URL, a database of its
own beside the one named. Twelve clusters and four silent teams are planted. Prints each step's
seconds, the peak memory of the process, and how many of what was planted and of what was not was
raised. See false_alarms.py for how often chance alone raises anything.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
TEAMS, THEMES, DAYS = 200, 40, 819  # 117 weeks
CLUSTERS, SILENT = 12, 4
ROOT = Path(__file__).resolve().parent.parent

# The size of a team and of a theme differ as they do in life: some have ten times as many.
NUMBERS = {
    "sqlite": (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {size}), "
        "r AS (SELECT i, (random() & 1048575) / 1048576.0 AS a, (random() & 1048575) / 1048576.0 "
        "AS b FROM n) "
    ),
    "postgresql": (
        "WITH r AS (SELECT i, random() AS a, random() AS b FROM generate_series(1, {size}) AS i) "
    ),
}
MOMENT = {
    "sqlite": "datetime('now', '-' || ({days}) || ' days')",
    "postgresql": "now() - ({days}) * interval '1 day'",
}


def peak() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare() -> tuple[Any, list[Any], list[Any]]:
    """An organisation with its teams and themes, and one incident to copy."""
    from django.utils import timezone

    from goldthread.access import operations as access
    from goldthread.access.terms import ProviderType
    from goldthread.domain.incidents import operations as incidents
    from goldthread.domain.incidents.imports import ImportedAccount
    from goldthread.domain.incidents.models import Theme
    from goldthread.domain.setting_up import install_defaults

    organisation = access.add_organisation("Bench", provider_type=ProviderType.NHS_BODY)
    install_defaults(organisation)
    teams = [access.add_unit(organisation, f"Team {n}") for n in range(1, TEAMS + 1)]
    themes = list(Theme.objects.filter(organisation=organisation))
    for number in range(len(themes), THEMES):
        row = Theme(organisation=organisation, code=f"theme_{number}", name=f"Theme {number}")
        row.save()
        themes.append(row)
    account = ImportedAccount(
        source_reference="B0",
        narrative="The visit was missed and nobody rang until the evening.",
        reported_at=timezone.now() - dt.timedelta(days=2000),
        unit=teams[0],
    )
    incidents.import_incidents(organisation, "bench", [account], by="bench", history=True)
    return organisation, teams, themes


def insert(vendor: str, size: int, start: int, unit: str, days: str) -> None:
    """Copy the one incident `size` times, each to a team and a day."""
    from django.db import connection

    from goldthread.domain.incidents.models import Incident

    columns = [f.column for f in Incident._meta.concrete_fields if f.column != "id"]
    moment = MOMENT[vendor].format(days=days)
    changed = {
        "reference": f"'B-' || (r.i + {start})",
        "source_reference": f"'B-' || (r.i + {start})",
        "reported_at": moment,
        "occurred_at": moment,
        "unit_id": unit,
    }
    picked = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    numbers = NUMBERS[vendor].format(size=size)
    numbered = f"{numbers} SELECT {picked} FROM r, incidents_incident AS t"  # noqa: S608
    if vendor == "sqlite":  # its INSERT takes the numbers before it, PostgreSQL's after it
        numbered = f"SELECT {picked} FROM ({numbers} SELECT * FROM r) AS r, incidents_incident AS t"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO incidents_incident ({names}) {numbered} WHERE t.source_reference = 'B0'"
        )


def give_themes(vendor: str, where: str, theme: str) -> None:
    """A theme for every incident that has none yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO incidents_incidenttheme (incident_id, theme_id, added_at) "  # noqa: S608
            f"SELECT i.id, {theme}, i.reported_at FROM incidents_incident AS i WHERE {where}"
        )


def fill(vendor: str) -> tuple[Any, set[tuple[int, int]], set[int]]:
    """Everything, with what was planted: (team, theme) pairs, and silent teams."""
    from django.db import connection

    organisation, teams, themes = prepare()
    first, theme = teams[0].pk, min(row.pk for row in themes)
    insert(vendor, SIZE, 0, f"{first} + CAST({TEAMS - 0.5} * a * a AS integer)", f"b * {DAYS}")
    share = "(random() & 1048575) / 1048576.0" if vendor == "sqlite" else "random()"
    give_themes(
        vendor,
        "i.source_reference <> 'B0'",
        f"{theme} + CAST({THEMES - 0.5} * {share} * 0.9999 AS integer)",
    )
    planted = {(first + 11 + 13 * n, theme + 3 * n) for n in range(CLUSTERS)}
    each = max(SIZE // 40_000, 6)
    for number, (team, subject) in enumerate(sorted(planted)):
        start = SIZE + 1000 * (number + 1)
        insert(vendor, each, start, str(team), "7 + b * 21")
        names = f"i.source_reference IN ({', '.join(repr(f'B-{start + i}') for i in range(1, each + 1))})"
        give_themes(vendor, names, str(subject))
    silent = {first + 5 + 9 * n for n in range(SILENT)}
    with connection.cursor() as cursor:
        recent = MOMENT[vendor].format(days="63")
        ids = ", ".join(map(str, silent))
        gone = f"unit_id IN ({ids}) AND reported_at > {recent}"
        cursor.execute(
            "DELETE FROM incidents_incidenttheme WHERE incident_id IN "  # noqa: S608
            f"(SELECT id FROM incidents_incident WHERE {gone})"
        )
        cursor.execute(f"DELETE FROM incidents_incident WHERE {gone}")  # noqa: S608
        cursor.execute("ANALYZE")
    return organisation, planted, silent


def measure(vendor: str) -> None:
    from goldthread.domain.incidents.models import Incident
    from goldthread.domain.insight.signals import operations
    from goldthread.domain.insight.signals.counting import count_weeks
    from goldthread.domain.insight.signals.models import Signal

    started = time.perf_counter()
    organisation, planted, silent = fill(vendor)
    print(f"{vendor}, {Incident.objects.count():,} incidents of {TEAMS} teams and {THEMES} themes "
          f"(filled in {time.perf_counter() - started:.0f} s)")  # fmt: skip
    before = peak()
    today = _today()
    started = time.perf_counter()
    count_weeks(organisation, today)
    counted = time.perf_counter() - started
    started = time.perf_counter()
    raised = operations.raise_signals(organisation, today)
    whole = time.perf_counter() - started
    started = time.perf_counter()
    again = operations.raise_signals(organisation, today)
    twice = time.perf_counter() - started
    print(f"  counting the weeks          {counted:8.1f} s")
    print(f"  the whole nightly run       {whole:8.1f} s")
    print(f"  the same again (raises {len(again)})  {twice:8.1f} s")
    print(f"  peak memory                 {peak():8.0f} MiB, {before:.0f} before it")
    found = {(s.unit_id, s.theme_id) for s in raised if s.kind == "cluster"}
    quiet = {s.unit_id for s in raised if s.kind == "silent_team"}
    others = Signal.objects.exclude(kind__in=["cluster", "silent_team"]).count()
    print(f"  clusters: {len(found & planted)} of {len(planted)} planted, "
          f"{len(found - planted)} others")  # fmt: skip
    print(f"  silent teams: {len(quiet & silent)} of {len(silent)} planted, "
          f"{len(quiet - silent)} others")  # fmt: skip
    print(f"  other signals: {others}")


def _today() -> Any:
    from django.utils import timezone

    return timezone.localdate()


def main() -> None:
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "bench")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    from pages import database

    with database():
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        call_command("migrate", verbosity=0)
        measure(connection.vendor)


if __name__ == "__main__":
    main()
