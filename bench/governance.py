"""What the pages for executives cost: control, maturity, safer because, and team's work.

    python bench/governance.py [INCIDENTS] [ACTIONS]

A database of its own is filled as `bench/pages.py` fills one (100,000 incidents unless told), then
given ten years of actions (8,000 unless told) in every state, on incidents with themes. Everything
is counted once, and each page is asked for by 4 clients at once. The aim is p95 below 150 ms.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import random
import sys
from pathlib import Path
from typing import Any

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ACTIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 8_000
REQUESTS = 200
HERE = Path(__file__).resolve().parent
PAGES = {
    "control": "/control/",
    "maturity": "/maturity/",
    "safer because": "/safer-because/",
    "safer because, 5 years": "/safer-because/?months=60",
    "team’s work": "/my-work/team/",
}
# Share of the actions in each state; those under way are few, as in a real organisation.
STATES = {"verified": 0.6, "not_effective": 0.1, "complete": 0.15, "agreed": 0.1, "proposed": 0.05}


def pages_bench() -> Any:
    """`bench/pages.py` as a module, for `SIZE` incidents."""
    sys.argv = ["pages.py", str(SIZE), str(REQUESTS)]
    spec = importlib.util.spec_from_file_location("bench_pages", HERE / "pages.py")
    assert spec is not None  # noqa: S101 - the file stands beside this one
    assert spec.loader is not None  # noqa: S101 - as above
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def give_actions(lead: Any) -> None:
    """Themes on the incidents that get actions, and the actions themselves, written as rows."""
    from django.utils import timezone

    from goldthread.domain.actions.models import Action
    from goldthread.domain.incidents.models import Incident, IncidentTheme, Theme

    draw, now = random.Random(7), timezone.now()
    themes = list(Theme.objects.all())
    step = max(SIZE // ACTIONS, 1)
    rows = Incident.objects.order_by("pk").values_list("pk", "unit", "organisation", "reported_at")
    picked = list(rows)[::step][:ACTIONS]
    IncidentTheme.objects.bulk_create(
        [
            IncidentTheme(incident_id=pk, theme=theme, added_at=now)
            for pk, *_ in picked
            for theme in draw.sample(themes, 2)
        ],
        batch_size=2_000,
    )
    made = []
    for pk, unit, organisation, reported_at in picked:
        state = draw.choices(list(STATES), list(STATES.values()))[0]
        begun = min(reported_at + dt.timedelta(days=7), now)
        done = state in ("verified", "not_effective", "complete")
        made.append(
            Action(
                organisation_id=organisation, unit_id=unit, incident_id=pk, status=state,
                kind="own", title=f"Change {pk}", change="A thing that changes.",
                owner=lead, due_on=(begun + dt.timedelta(days=60)).date(),
                strength=draw.choice(["weak", "medium", "strong"]), round_began_at=begun,
                proposed_at=begun, proposed_by=lead, agreed_at=begun, agreed_by=lead,
                completed_at=begun + dt.timedelta(days=50) if done else None,
                completed_by=lead if done else None,
            )
        )  # fmt: skip
    Action.objects.bulk_create(made, batch_size=2_000)


def main() -> None:
    from http.client import HTTPConnection

    bench = pages_bench()
    sys.path.insert(0, str(HERE.parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    with bench.database() as kind:
        import django

        django.setup()
        from django.core.management import call_command
        from django.test import Client

        from goldthread.domain.insight.measures.operations import rebuild

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        lead, _ = bench.fill()
        give_actions(lead)
        rebuild()
        bench.analyse()
        print(f"{kind}, {SIZE:,} incidents, {ACTIONS:,} actions")
        print(f"  {'milliseconds, 4 clients':<28}{'p50':>9}{'p95':>9}{'queries':>9}")
        client = Client()
        client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
        cookie = "; ".join(f"{name}={held.value}" for name, held in client.cookies.items())
        with bench.served():
            for name, path in PAGES.items():
                asked = bench.queries(client, path)
                found = sorted(
                    bench.timings(
                        4,
                        REQUESTS,
                        bench.fetch(path, cookie),
                        lambda: HTTPConnection("127.0.0.1", bench.PORT, timeout=60),
                    )
                )
                p50, p95 = found[len(found) // 2], found[int(0.95 * (len(found) - 1))]
                print(f"  {name:<28}{1000 * p50:>9.0f}{1000 * p95:>9.0f}{asked:>9}", flush=True)


if __name__ == "__main__":
    main()
