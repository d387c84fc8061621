"""How long a chart takes to draw: the first, the next, and one that was kept.

    python bench/draw_charts.py [CHARTS]

CHARTS different charts of 36 months are drawn one after the other in one process on one core. The
very first also starts the renderer. Kept ones are asked for as a browser asks, with and without
the picture it already has; the cache is a folder of its own. Times are of the processor, so that
other work on the machine does not count.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial

from goldthread.analytics import drawing
from goldthread.analytics.charts.making import make
from goldthread.analytics.charts.observation import Observation, Wanted

CHARTS = int(sys.argv[1]) if len(sys.argv) > 1 else 50


def picture(seed: int) -> drawing.Picture:
    """36 invented months, with a target and an action that went live."""
    rnd = random.Random(seed)
    at = [dt.datetime(2023 + month // 12, month % 12 + 1, 1) for month in range(36)]
    seen = [Observation(moment, float(rnd.randint(4, 20))) for moment in at]
    live = drawing.Marker(dt.datetime(2025, 2, 10), "Handover template live")
    chart = make("xmr", seen, Wanted("decrease", 10))
    return drawing.Picture(chart, f"Incidents {seed}", "Incidents a month", markers=(live,))


def timed(work: Callable[..., object], *given: object) -> float:
    """Milliseconds of processor time that `work` takes, all threads together."""
    start = time.process_time()
    work(*given)
    return 1000 * (time.process_time() - start)


def show(name: str, times: list[float]) -> None:
    held = sorted(times)
    p95 = held[int(0.95 * (len(held) - 1))]
    print(f"| {name} | {statistics.median(held):.1f} | {p95:.1f} |")


def kept(pictures: list[drawing.Picture]) -> None:
    """The same through the answer that pages use."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GOLDTHREAD_DATA_DIR": folder}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
        import django

        django.setup()
        from django.test import RequestFactory

        from goldthread.access.models import User
        from goldthread.web import charts

        ask, address = RequestFactory(), charts.address_of("design_picture", "improvement")
        answers: dict[str, list[float]] = {"first": [], "kept": [], "unchanged": []}
        for one in pictures:
            made = partial(picture, int(one.title.split()[-1]))
            page = ask.get("/design")
            page.user = User(pk=1)  # type: ignore[attr-defined]
            where = charts.shown(page, one, address).wide.src
            request = ask.get(where)
            request.user = page.user  # type: ignore[attr-defined]
            answers["first"].append(timed(charts.respond, request, "svg", made))
            answers["kept"].append(timed(charts.respond, request, "svg", made))
            tag = charts.respond(request, "svg", made)["ETag"]
            again = ask.get(where, headers={"If-None-Match": tag})
            again.user = page.user  # type: ignore[attr-defined]
            answers["unchanged"].append(timed(charts.respond, again, "svg", made))
        show("answered, not kept yet", answers["first"])
        show("answered, kept", answers["kept"])
        show("answered, the browser has it (304)", answers["unchanged"])


def main() -> None:
    pictures = [picture(seed) for seed in range(CHARTS)]
    print(f"{CHARTS} charts of 36 months, one process, processor time\n")
    print("| milliseconds | p50 | p95 |\n|---|---|---|")
    show("very first SVG, starting the renderer", [timed(drawing.svg, pictures[0])])
    show("specification alone", [timed(drawing.spec, one) for one in pictures])
    show("SVG", [timed(drawing.svg, one) for one in pictures])
    show("PNG at twice the size", [timed(drawing.png, one) for one in pictures])
    kept(pictures)
    size = len(drawing.svg(pictures[0]).encode()) / 1000
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nOne SVG: {size:.0f} kB. Most memory of the process: {memory:.0f} MiB.")


if __name__ == "__main__":
    main()
