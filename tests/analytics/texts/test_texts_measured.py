"""Categories, similar incidents and themes on public texts with known answers: never worse than
plain methods. The full figures and how to repeat them are in docs/reference/text-tasks.md."""

import csv
import gzip
import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from goldthread.analytics.texts.classify import Classifier
from goldthread.analytics.texts.similar import Likeness
from goldthread.analytics.texts.themes import fit_themes

DATA = Path(os.environ.get("GOLDTHREAD_TEST_DATA", "../shared/data"))
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not (DATA / "pfd_reports").is_dir(), reason="the public data is absent"),
]


def rows_of(name):
    held = (DATA / name).read_bytes()
    text = gzip.decompress(held) if name.endswith(".gz") else held
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def is_kept_apart(key):
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % 5 == 0


@pytest.fixture(scope="module")
def reports():
    return rows_of("pfd_reports/pfd_dev.csv.gz")


def test_what_happened_finds_its_own_concerns_among_all_reports(reports):
    likeness = Likeness.of([row["concerns"] for row in reports])
    scores = likeness.scores([row["circumstances"] for row in reports])
    before = (scores > np.diag(scores)[:, None]).sum(axis=1)
    assert (before < 1).mean() > 0.67
    assert (before < 10).mean() > 0.825


def test_queries_asked_together_find_their_own_concerns_more_often(reports):
    asked = [row["circumstances"] for row in reports]
    likeness = Likeness.of([row["concerns"] for row in reports], asked)
    found = [[hit.at for hit in hits] for hits in likeness.best_matches(asked)]
    assert np.mean([hits[:1] == [at] for at, hits in enumerate(found)]) > 0.725
    assert np.mean([at in hits for at, hits in enumerate(found)]) > 0.845


def test_themes_agree_with_the_one_official_category_of_a_report(reports):
    clear = [row for row in reports if row["categories"] and ";" not in row["categories"]]
    model = fit_themes([f"{row['circumstances']}\n{row['concerns']}" for row in clear])
    found = [str(theme) for theme in model.members.values()]
    assert adjusted_rand_score([row["categories"] for row in clear], found) > 0.49


def test_often_used_labels_of_a_mental_health_trust_are_foretold():
    rows = rows_of("nhs_fft_v6/nhft_dev.csv")
    labels = [one for one in list(rows[0])[10:] if sum(row[one] == "1" for row in rows) >= 50]
    truth = np.array([[row[one] == "1" for one in labels] for row in rows])
    texts = [row["FFT answer"] for row in rows]
    apart = np.array([is_kept_apart(row["Respondent ID"]) for row in rows])
    seen, new = np.flatnonzero(~apart), np.flatnonzero(apart)
    model = Classifier.train([texts[at] for at in seen], truth[seen], labels)
    told = [found.suggested for found in model.suggest([texts[at] for at in new])]
    right = sum(
        truth[at, labels.index(one)] for at, held in zip(new, told, strict=True) for one in held
    )
    assert 2 * right / (truth[new].sum() + sum(map(len, told))) > 0.635
