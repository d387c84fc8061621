"""How good categories, similar incidents and themes are on public texts with known answers.

    GOLDTHREAD_TEST_DATA=<folder of the public data> python bench/text_tasks.py [TASK ...]

TASK is one of the names in TASKS; all of them when none is named. Texts are shared out over five
parts by a hash of what identifies the row (of the person who wrote it, where that is known), and
each part is foretold by what was learnt from the other four. Beside each stands a plain baseline
on the same parts: TF-IDF with logistic regression (weighted for rare labels), cosine or k-means.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

PARTS = 5
csv.field_size_limit(2**31 - 1)


def rows_of(name: str) -> list[dict[str, str]]:
    path = Path(os.environ["GOLDTHREAD_TEST_DATA"]) / name
    held = path.read_bytes()
    text = (gzip.decompress(held) if name.endswith(".gz") else held).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def parts_of(keys: list[str]) -> Any:
    return np.array([int(hashlib.sha256(key.encode()).hexdigest(), 16) % PARTS for key in keys])


def trust_comments(columns: tuple[str, ...]) -> tuple[list[str], Any, list[str], Any]:
    rows = rows_of("nhs_fft_v6/nhft_dev.csv")
    labels = list(rows[0])[10:]
    texts = ["\n".join(row[column] for column in columns) for row in rows]
    truth = np.array([[row[label] == "1" for label in labels] for row in rows])
    return texts, truth, labels, parts_of([row["Respondent ID"] for row in rows])


def phase_one() -> tuple[list[str], Any, list[str], Any]:
    rows = rows_of("nhs_feedback_phase1/feedback_dev.csv")
    labels = sorted({row["label"] for row in rows})
    truth = np.array([[row["label"] == label for label in labels] for row in rows])
    return (
        [row["feedback"] for row in rows],
        truth,
        labels,
        parts_of([r["row_index"] for r in rows]),
    )


def reports() -> tuple[list[str], Any, list[str], Any]:
    rows = [row for row in rows_of("pfd_reports/pfd_dev.csv.gz") if row["categories"]]
    held = [set(row["categories"].split(";")) for row in rows]
    labels = sorted(set().union(*held))
    texts = [f"{row['circumstances']}\n{row['concerns']}" for row in rows]
    truth = np.array([[label in one for label in labels] for one in held])
    return texts, truth, labels, parts_of([row["id"] for row in rows])


def plain_classifier(texts: list[str], truth: Any, unseen: list[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    reader = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2)
    known, new = reader.fit_transform(texts), reader.transform(unseen)
    found = np.zeros((len(unseen), truth.shape[1]))
    for label in np.flatnonzero(truth.any(axis=0)):
        model = LogisticRegression(class_weight="balanced", solver="liblinear")
        found[:, label] = model.fit(known, truth[:, label]).predict_proba(new)[:, 1]
    return found


def micro_f1(truth: Any, told: Any) -> float:
    return float(2 * (truth & told).sum() / max(1, truth.sum() + told.sum()))


def calibration_error(truth: Any, chances: Any, bins: int = 10) -> float:
    """Expected calibration error (Guo 2017): ten bins, weighted by what falls in them."""
    at = np.minimum((chances * bins).astype(int), bins - 1)
    gaps = [
        abs(truth[at == one].mean() - chances[at == one].mean()) * (at == one).mean()
        for one in range(bins)
        if (at == one).any()
    ]
    return float(sum(gaps))


def categories(texts: list[str], truth: Any, labels: list[str], parts: Any) -> list[str]:
    from goldthread.analytics.texts.classify import Classifier

    chances, plain = np.zeros(truth.shape), np.zeros(truth.shape)
    told = np.zeros_like(truth)
    started = time.perf_counter()
    for part in range(PARTS):
        known, new = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        seen, unseen = [texts[at] for at in known], [texts[at] for at in new]
        model = Classifier.train(seen, truth[known], labels)
        chances[new] = model.probabilities(unseen)
        for at, one in zip(new, model.suggest(unseen), strict=True):
            told[at] = [label in one.suggested for label in labels]
        plain[new] = plain_classifier(seen, truth[known], unseen)
    took = time.perf_counter() - started
    lines = []
    for least in (1, 50):
        often = truth.sum(axis=0) >= least
        lines.append(
            f"labels on {least}+ rows ({often.sum()}): micro-F1 "
            f"{micro_f1(truth[:, often], told[:, often]):.3f}, "
            f"plain {micro_f1(truth[:, often], plain[:, often] >= 0.5):.3f}"
        )
    first, plain_first = chances.argmax(axis=1), plain.argmax(axis=1)
    every = np.arange(len(truth))
    brier = ((chances - truth) ** 2).sum(axis=1).mean()
    return [
        *lines,
        f"likeliest label is right: {truth[every, first].mean():.3f}, "
        f"plain {truth[every, plain_first].mean():.3f}",
        f"calibration error {calibration_error(truth, chances):.3f}, Brier {brier:.3f}, "
        f"{took:.0f} s in all",
    ]


def similar() -> list[str]:
    """Does what happened find the coroner's own concerns among those of all reports?"""
    from sklearn.feature_extraction.text import TfidfVectorizer

    from goldthread.analytics.texts.similar import Likeness

    rows = rows_of("pfd_reports/pfd_dev.csv.gz")
    stored, asked = [row["concerns"] for row in rows], [row["circumstances"] for row in rows]
    reader = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit(stored)
    plain = (reader.transform(asked) @ reader.transform(stored).T).toarray()
    both = Likeness.of(stored, asked)
    found = {
        "each query alone": Likeness.of(stored).scores(asked),
        "queries together": both.scores(asked) * both._telling(asked),
        "plain": plain,
    }
    lines = []
    apart = parts_of([row["id"] for row in rows]) % 2 == 1
    for name, likeness in found.items():
        before = (likeness > np.diag(likeness)[:, None]).sum(axis=1)
        lines += [
            f"{name}, {told}: recall@1 {(before[some] < 1).mean():.3f}, "
            f"recall@10 {(before[some] < 10).mean():.3f}, among {len(stored)}"
            for told, some in (("all", apart | True), ("reports kept apart", apart))
        ]
    return lines


def clear_reports() -> tuple[list[str], list[str]]:
    rows = [row for row in rows_of("pfd_reports/pfd_dev.csv.gz") if row["categories"]]
    clear = [row for row in rows if ";" not in row["categories"]]
    texts = [f"{row['circumstances']}\n{row['concerns']}" for row in clear]
    return texts, [row["categories"] for row in clear]


def plain_themes(texts: list[str], number: int) -> Any:
    from sklearn.cluster import KMeans
    from sklearn.feature_extraction.text import TfidfVectorizer

    reader = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2, max_df=0.5)
    return KMeans(number, n_init=10, random_state=1).fit_predict(reader.fit_transform(texts))


def themes() -> list[str]:
    from sklearn.metrics import adjusted_rand_score as agreement

    from goldthread.analytics.texts.themes import fit_themes

    def groups(model: Any, ids: list[str]) -> list[str]:
        return [str(model.members[one]) for one in ids]

    texts, own = clear_reports()
    ids = [str(at) for at in range(len(texts))]
    lines = []
    for asked in (None, 5, 6, 8, 10, 12):
        model = fit_themes(texts, number=asked)
        plain = plain_themes(texts, len(model.themes))
        lines.append(
            f"{asked or 'found by itself:'} {len(model.themes)} themes: agreement with the category "
            f"{agreement(own, groups(model, ids)):.3f}, plain {agreement(own, plain):.3f}"
        )
    parts = parts_of(ids) + 10 * (parts_of([f"more {one}" for one in ids]) == 0)
    first = [at for at in range(len(ids)) if parts[at] != 10]
    before = fit_themes([texts[at] for at in first], first)
    again = fit_themes([texts[at] for at in first], first, keep=before)
    grown = fit_themes(texts, keep=before)
    known = [str(at) for at in first]
    lines.append(
        f"stable: run again {agreement(groups(before, known), groups(again, known)):.3f}, after "
        f"{len(texts) - len(first)} texts more "
        f"{agreement(groups(before, known), groups(grown, known)):.3f}"
    )
    return lines


TASKS: dict[str, Callable[[], list[str]]] = {
    "trust": lambda: categories(*trust_comments(("FFT answer",))),
    "trust-question": lambda: categories(*trust_comments(("FFT question", "FFT answer"))),
    "phase1": lambda: categories(*phase_one()),
    "reports": lambda: categories(*reports()),
    "similar": similar,
    "themes": themes,
}


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent.parent / "src"))
    for name in sys.argv[1:] or TASKS:
        print(name)
        for line in TASKS[name]():
            print(f"  {line}", flush=True)


if __name__ == "__main__":
    main()
