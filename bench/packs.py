"""What a monthly pack costs over much history: drafted, frozen, set as PDF and folded.

    python bench/packs.py [INCIDENTS] [CHARTS]

A database of its own is filled as `bench/pages.py` fills one (100,000 incidents unless told). Then
a monthly pack with so many charts (20 unless told, of the measures that have one here) is made from beginning to end, twice: the
second time the two archives are compared byte by byte. It is to take less than 15 seconds.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
CHARTS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
HERE = Path(__file__).resolve().parent


def pages_bench() -> Any:
    """`bench/pages.py` as a module."""
    sys.argv = ["pages.py", str(SIZE), "1"]
    spec = importlib.util.spec_from_file_location("bench_pages", HERE / "pages.py")
    assert spec is not None  # noqa: S101 - the file stands beside this one
    assert spec.loader is not None  # noqa: S101 - as above
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(name: str, call: Callable[[], Any]) -> Any:
    """Call, and print how long it took."""
    began = time.perf_counter()
    found = call()
    print(f"  {name:<34}{time.perf_counter() - began:>8.2f} s", flush=True)
    return found


def held() -> float:
    """The most memory this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(lead: Any) -> None:
    """Draft, freeze, and make the files, twice."""
    from dateutil.relativedelta import relativedelta
    from django.utils import timezone

    from goldthread.domain.governance.packs import operations as packs
    from goldthread.domain.governance.packs.models import Pack
    from goldthread.domain.governance.packs.operations import Period
    from goldthread.domain.governance.packs.terms import definitions
    from goldthread.domain.insight.measures.definitions import measures
    from goldthread.domain.insight.measures.operations import rebuild
    from goldthread.domain.insight.measures.terms import months_back
    from goldthread.interchange.exporting.packs.making import files_of

    rebuild()
    known = definitions()
    known["monthly"] = replace(known["monthly"], charts=tuple(measures()))
    month = months_back(1, timezone.localdate())[0]
    days = Period(month, month + relativedelta(months=1, days=-1))
    tried = packs.draft("monthly", lead.organisation, days, by=lead)
    drawn = next(one["charts"] for one in tried.content if one["code"] == "charts")
    codes = [chart["href"].split("/")[2] for chart in drawn]
    charts = tuple(code for _, code in zip(range(CHARTS), cycle(codes), strict=False))
    known["monthly"] = replace(known["monthly"], charts=charts)
    print(f"  {len(codes)} measures have a chart here; {CHARTS} are drawn of them, each anew")
    print(f"  most memory held before: {held():.0f} MiB")
    began = time.perf_counter()
    pack = timed("drafted", lambda: packs.draft("monthly", lead.organisation, days, by=lead))
    timed("frozen", lambda: packs.freeze(pack, by=lead))
    pdf, folder = timed("charts drawn, PDF set, folded", lambda: files_of(pack))
    print(f"  {'altogether':<34}{time.perf_counter() - began:>8.2f} s")
    drawn = pack.snapshot.count('"narrow_size"')
    print(
        f"  {drawn} charts; PDF {len(pdf) / 1024:,.0f} KiB, archive "
        f"{len(folder.archive) / 1024:,.0f} KiB, most memory held {held():.0f} MiB"
    )
    again = files_of(Pack.objects.get(pk=pack.pk))
    same = again[0] == pdf and again[1].archive == folder.archive
    print(f"  made again, the bytes are {'the same' if same else 'DIFFERENT'}")


def main() -> None:
    bench = pages_bench()
    with bench.database() as kind:
        import django

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        lead, _ = bench.fill()
        print(f"{kind}, {SIZE:,} incidents, a monthly pack with {CHARTS} measures")
        measure(lead)


if __name__ == "__main__":
    main()
