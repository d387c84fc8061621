"""How long pages take with many incidents: p50 and p95 at 1, 4 and 16 clients, and queries a page.

    python bench/pages.py [INCIDENTS] [REQUESTS]

Uses a database of its own: SQLite in a temporary folder, or, with DATABASE_URL, a new database
beside the one named, dropped afterwards. The first 50,000 incidents are imported by the product's
own operation, trail and search index included; the rest are copies of them, spread over ten
years. The pages are served by gunicorn with two processes of four threads; the clients run on the
same machine and share its cores, so the figures are those of a busy small server.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
REQUESTS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
BY_OPERATION = 50_000
BATCH = 2_000
PORT = int(os.environ.get("GOLDTHREAD_BENCH_PORT", "8765"))
CLIENTS = (1, 4, 16)
NAME = "goldthread_bench_pages"
ROOT = Path(__file__).resolve().parent.parent
WORDS = [
    "visit",
    "plan",
    "team",
    "phone",
    "door",
    "nurse",
    "family",
    "rota",
    "letter",
    "dose",
    "clinic",
    "evening",
    "worried",
    "agreed",
    "missed",
    "called",
    "waiting",
    "partner",
    "record",
    "handover",
    "changed",
    "found",
    "safe",
    "asked",
    "again",
]
RARE = ("depot", "clozapine", "cuckooing", "helicopter")


@contextmanager
def database() -> Iterator[str]:
    """A database of our own, named in the environment before Django reads it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GOLDTHREAD_DATA_DIR"] = folder
        os.environ["GOLDTHREAD_ENV"] = "development"
        url = os.environ.get("DATABASE_URL", "")
        if not url:
            yield "SQLite"
            return
        import psycopg

        base = url.rsplit("/", 1)[0]
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
            connection.execute(f"CREATE DATABASE {NAME}")
        os.environ["DATABASE_URL"] = f"{base}/{NAME}"
        try:
            yield "PostgreSQL"
        finally:
            from django.db import connections

            connections.close_all()
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def fill() -> tuple[Any, str]:
    """An organisation with `SIZE` incidents; returns its governance lead and one reference."""
    from django.utils import timezone

    from goldthread.access import operations as access
    from goldthread.access.terms import ProviderType
    from goldthread.domain.incidents.imports import ImportedAccount
    from goldthread.domain.incidents.models import Incident
    from goldthread.domain.incidents.operations.importing import import_incidents
    from goldthread.domain.setting_up import install_defaults

    organisation = access.add_organisation("Bench", provider_type=ProviderType.NHS_BODY)
    install_defaults(organisation)
    teams = [access.add_unit(organisation, f"Team {n}") for n in range(1, 13)]
    lead = access.add_person("lead@bench.example", "Bench Lead", organisation=organisation)
    access.grant_role(lead, "governance_lead", organisation)
    access.grant_role(lead, "triage_lead", organisation)
    draw, now = random.Random(11), timezone.now()
    first = min(SIZE, BY_OPERATION)
    for start in range(0, first, BATCH):
        accounts = [
            ImportedAccount(
                source_reference=f"B{n}",
                narrative=_prose(draw),
                occurred_at=now - dt.timedelta(hours=n % 87_000),
                reported_at=now - dt.timedelta(hours=n % 87_000),
                occurred_precision="exact",
                unit=teams[n % 12],
                physical_harm=draw.choice(["none", "none", "none", "low", "moderate"]),
            )
            for n in range(start, min(start + BATCH, first))
        ]
        history = start >= BATCH  # the first batch waits for triage, the rest is closed
        import_incidents(organisation, "bench", accounts, by="bench", history=history)
    multiply(first)
    analyse()
    newest = Incident.objects.order_by("-reported_at").first()
    assert newest is not None  # noqa: S101 - just made
    return lead, newest.reference


def _prose(draw: random.Random) -> str:
    words = draw.choices(WORDS, k=66)
    if draw.random() < 0.01:
        words.append(draw.choice(RARE))
    return " ".join(words)


def multiply(first: int) -> None:
    """Copy the first incidents under other numbers and days until there are `SIZE`."""
    from django.db import connection

    from goldthread.domain.incidents.models import Incident

    columns = [f.column for f in Incident._meta.concrete_fields if f.column != "id"]
    names = ", ".join(f'"{column}"' for column in columns)
    for copy in range(1, -(-SIZE // first)):
        shift = f"interval '{copy} minutes'"
        changed = {
            "reference": f"reference || '-{copy}'",
            "source_reference": f"source_reference || '-{copy}'",
            "reported_at": f"datetime(reported_at, '-{copy} minutes')"
            if connection.vendor == "sqlite"
            else f"reported_at - {shift}",
        }
        picked = ", ".join(changed.get(column, f'"{column}"') for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO incidents_incident ({names}) SELECT {picked} "  # noqa: S608
                "FROM incidents_incident WHERE source_reference NOT LIKE '%-%'"
            )


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def served() -> Iterator[None]:
    """The product under gunicorn."""
    command = [sys.executable, "-m", "gunicorn", "goldthread.config.wsgi", "--workers", "2",
               "--worker-class", "gthread", "--threads", "4", "--bind", f"127.0.0.1:{PORT}",
               "--log-level", "error"]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(command, env=environment, cwd=ROOT)  # noqa: S603
    try:
        for _ in range(200):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def timings(
    clients: int, requests: int, one: Callable[[Any], None], make: Callable[[], Any]
) -> list[float]:
    """Seconds of each of `requests` calls shared between `clients`, the first few not counted."""
    found: list[float] = []
    lock = threading.Lock()

    def work(share: int) -> None:
        held = make()
        mine = []
        for number in range(share + 2):
            start = time.perf_counter()
            one(held)
            if number >= 2:
                mine.append(time.perf_counter() - start)
        with lock:
            found.extend(mine)

    share = max(requests // clients, 5)
    threads = [threading.Thread(target=work, args=(share,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def fetch(path: str, cookie: str) -> Callable[[http.client.HTTPConnection], None]:
    def one(connection: http.client.HTTPConnection) -> None:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise SystemExit(f"{path} answered {response.status}: {body[:300]!r}")

    return one


def submit(lead: Any) -> Callable[[None], None]:
    """One report through the product's own operation: incident, clocks, trail, search index."""
    from django.db import close_old_connections
    from django.utils import timezone

    from goldthread.access.models import Unit
    from goldthread.domain.incidents.operations import report_incident
    from goldthread.domain.incidents.reports import AffectedPerson, Report

    team = Unit.objects.filter(kind="team").first()
    assert team is not None  # noqa: S101 - just made

    def one(_: None) -> None:
        close_old_connections()
        report_incident(
            Report(
                unit=team,
                event_type="incident",
                narrative="The visit was missed and nobody rang until the evening.",
                reporter=lead,
                occurred_at=timezone.now(),
                people=(AffectedPerson(physical_harm="none", psychological_harm="low"),),
            )
        )

    return one


def queries(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def measure(kind: str) -> None:
    from django.test import Client

    started = time.perf_counter()
    lead, reference = fill()
    print(f"{kind}, {SIZE:,} incidents (filled in {time.perf_counter() - started:.0f} s)")
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    pages = {
        "incident list": "/incidents/",
        "list, filtered": "/incidents/?status=open&harm_at_least=low",
        "search, common word": "/incidents/?text=handover",
        "search, rare word": "/incidents/?text=helicopter",
        "incident page": f"/incidents/{reference}/",
        "My work": "/my-work/",
    }
    heads = "".join(f"{f'{n} p50':>9}{f'{n} p95':>9}" for n in CLIENTS)
    print(f"  {'milliseconds, clients':<24}{heads}{'queries':>9}")
    with served():
        for name, path in pages.items():
            one, many = fetch(path, cookie), queries(client, path)
            make = lambda: http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)  # noqa: E731
            row(name, [timings(n, REQUESTS, one, make) for n in CLIENTS], str(many))
    row(
        "report submission", [timings(n, REQUESTS, submit(lead), lambda: None) for n in CLIENTS], ""
    )


def row(name: str, runs: list[list[float]], queries: str) -> None:
    cells = ""
    for found in runs:
        ordered = sorted(found)
        p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
        cells += f"{1000 * statistics.median(ordered):>9.1f}{1000 * p95:>9.1f}"
    print(f"  {name:<24}{cells}{queries:>9}", flush=True)


def main() -> None:
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with database() as kind:
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        measure(kind)


if __name__ == "__main__":
    main()
