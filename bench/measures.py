"""What pages of measures cost with little and with much history: they come from roll-ups.

    python bench/measures.py [INCIDENTS ...]

For each number of incidents (100,000 and 1,000,000 unless told) a database of its own is filled as
`bench/pages.py` fills one: ten years of reports of twelve teams, copies of fifty thousand imported
ones. Then everything is counted once, the months of a change are counted again, and each page is
asked for by 4 clients at once, and alone. The pages should cost the same for both.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SIZES = [int(text) for text in sys.argv[1:]] or [100_000, 1_000_000]
HERE = Path(__file__).resolve().parent
REQUESTS = 40
PAGES = {
    "measures, all": "/measures/",
    "one measure": "/measures/reports/",
    "a rate": "/measures/reporting_rate_caseload/",
    "learning lag": "/measures/learning-lag",
    "funnel": "/measures/funnel",
    "control": "/control/",
    "safer because": "/safer-because/",
    "a theme": "/themes/unclear_escalation_thresholds/",
}


def pages_bench(size: int) -> Any:
    """`bench/pages.py` as a module, for `size` incidents."""
    sys.argv = ["pages.py", str(size), str(REQUESTS)]
    spec = importlib.util.spec_from_file_location("bench_pages", HERE / "pages.py")
    assert spec is not None  # noqa: S101 - the file stands beside this one
    assert spec.loader is not None  # noqa: S101 - as above
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def one_size(size: int) -> None:
    """Fill, count, and measure; in a process of its own."""
    bench = pages_bench(size)
    with bench.database() as kind:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        began = time.perf_counter()
        lead, _ = bench.fill()
        print(f"{kind}, {size:,} incidents (filled in {time.perf_counter() - began:.0f} s)")
        counting()
        show(bench, lead)


def counting() -> None:
    """How long counting takes: everything, and after one change."""
    from django.utils import timezone

    from goldthread.domain.insight.measures.models import Tally
    from goldthread.domain.insight.measures.operations import rebuild, recount
    from goldthread.domain.insight.measures.terms import months_back

    began = time.perf_counter()
    months = rebuild()
    seconds = time.perf_counter() - began
    print(f"  everything counted, {months} months: {seconds:.1f} s, {Tally.objects.count():,} rows")
    organisation = Tally.objects.values_list("organisation_id", flat=True)[0]
    began = time.perf_counter()
    recount(organisation, months_back(1, timezone.localdate())[0])
    print(f"  one month counted again: {1000 * (time.perf_counter() - began):.0f} ms")


def show(bench: Any, lead: Any) -> None:
    """Milliseconds of each page for 4 clients, and its queries."""
    from http.client import HTTPConnection

    from django.test import Client

    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    print(f"  {'milliseconds, 4 clients':<24}{'p50':>9}{'p95':>9}{'alone':>9}{'queries':>9}")
    with bench.served():
        for name, path in PAGES.items():
            asked, alone = bench.queries(client, path), processor(client, path)
            found = sorted(
                bench.timings(
                    4,
                    REQUESTS,
                    bench.fetch(path, cookie),
                    lambda: HTTPConnection("127.0.0.1", bench.PORT, timeout=60),
                )
            )
            p50, p95 = found[len(found) // 2], found[int(0.95 * (len(found) - 1))]
            print(
                f"  {name:<24}{1000 * p50:>9.0f}{1000 * p95:>9.0f}{alone:>9.0f}{asked:>9}",
                flush=True,
            )


def processor(client: Any, path: str) -> float:
    """Milliseconds of processor time for one request alone: the least of five."""
    found = []
    for _ in range(5):
        began = time.process_time()
        client.get(path)
        found.append(time.process_time() - began)
    return 1000 * min(found)


def main() -> None:
    if os.environ.get("GOLDTHREAD_BENCH_SIZE"):
        one_size(int(os.environ["GOLDTHREAD_BENCH_SIZE"]))
        return
    for size in SIZES:
        environment = os.environ | {"GOLDTHREAD_BENCH_SIZE": str(size)}
        subprocess.run([sys.executable, __file__], env=environment, check=True)  # noqa: S603


if __name__ == "__main__":
    main()
