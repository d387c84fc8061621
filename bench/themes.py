"""How long themes of many narratives take, and in what memory.

    python bench/themes.py [NARRATIVES]

A hundred thousand when no number is given, invented as in bench/similar.py.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

NARRATIVES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    sys.path.insert(0, str(Path(__file__).parent))
    from similar import narratives

    from goldthread.analytics.texts.themes import fit_themes

    texts = narratives(NARRATIVES, 1)
    started, busy = time.perf_counter(), time.process_time()
    model = fit_themes(texts)
    took, cpu = time.perf_counter() - started, time.process_time() - busy
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{NARRATIVES:,} narratives: {len(model.themes)} themes in {took:.0f} s ({cpu:.0f} s of")
    print(f"  processor), {held:,.0f} MB held at most")
    started = time.perf_counter()
    model.assign(texts[:1_000])
    print(f"  1,000 more assigned in {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
