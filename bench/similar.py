"""How fast the most similar narratives are found on disk among very many, and in what memory.

    python bench/similar.py [NARRATIVES]

A million when no number is given. The narratives are invented: about 60 words drawn from 30,000 by
Zipf's law, each about one of 400 matters that lend it 12 words of their own. Memory is the most
that this process held while it built, and while a fresh process searched.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

NARRATIVES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
QUERIES = 200
_AT_ONCE = 50_000
_SYLLABLES = [a + b for a in "bdfglmnprstv" for b in ("a", "e", "i", "o", "u", "ar", "en")]


def words(number: int = 30_000) -> list[str]:
    base = len(_SYLLABLES)
    return [
        _SYLLABLES[at % base] + _SYLLABLES[at // base % base] + _SYLLABLES[at // base**2 % base]
        for at in range(number)
    ]


def narratives(number: int, seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    known = np.array(words())
    share = 1 / np.arange(1, len(known) + 1)
    common = draw.choice(len(known), (number, 48), p=share / share.sum())
    matter = draw.integers(0, 400, number)
    own = 500 + matter[:, None] * 40 + draw.integers(0, 40, (number, 12))
    return [" ".join(row) for row in known[np.hstack([common, own])]]


def held_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def build(folder: Path) -> None:
    from goldthread.analytics.texts.similar_index import SimilarIndex

    started = time.perf_counter()
    index = SimilarIndex.create(folder, narratives(20_000, 0))
    for start in range(0, NARRATIVES, _AT_ONCE):
        number = min(_AT_ONCE, NARRATIVES - start)
        index.add(range(start, start + number), narratives(number, 1 + start))
    index.arrange()
    on_disk = sum(one.stat().st_size for one in folder.iterdir()) / 1024**2
    print(
        f"{NARRATIVES:,} narratives: built in {time.perf_counter() - started:.0f} s, "
        f"{on_disk:,.0f} MB on disk, {held_mb():,.0f} MB held at most"
    )


def search(folder: Path) -> None:
    from goldthread.analytics.texts.similar_index import SimilarIndex

    index = SimilarIndex(folder)
    queries = narratives(QUERIES, 10**9)
    index.most_like(queries[0])
    taken, same = [], []
    busy = 0.0
    for query in queries:
        started, before = time.perf_counter(), time.process_time()
        found = index.most_like(query)
        busy += time.process_time() - before
        taken.append(time.perf_counter() - started)
        if len(same) < 10:
            exact = {hit.at for hit in index.likeness_of_all(query)}
            same.append(len(exact & {hit.at for hit in found}) / max(1, len(exact)))
    half, most = np.percentile(np.array(taken) * 1000, [50, 95])
    print(
        f"search: p50 {half:.0f} ms, p95 {most:.0f} ms over {QUERIES}, "
        f"{busy / QUERIES * 1000:.0f} ms of processor each; "
        f"{held_mb():,.0f} MB held at most, scoring every text for the comparison included; "
        f"{np.mean(same):.0%} of the ten likest found"
    )


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    if len(sys.argv) > 2:
        search(Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder))
        subprocess.run([sys.executable, __file__, str(NARRATIVES), folder], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
