"""How well names are found in real long texts; skipped where the public data is absent."""

import csv
import gzip
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from goldthread.analytics.personal_data import find_personal_data

DATA = Path(os.environ.get("GOLDTHREAD_TEST_DATA", "../shared/data")) / "pfd_reports"
FIELDS = ("investigation", "circumstances", "concerns")
WORD = re.compile(r"[A-Za-z]+")

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public test data is not beside the checkout"),
]


@pytest.fixture(scope="module")
def reports():
    csv.field_size_limit(2**31 - 1)
    with gzip.open(DATA / "pfd_dev.csv.gz", "rt", encoding="utf-8") as file:
        texts = {row["id"]: row for row in csv.DictReader(file)}
    with (DATA / "inserted_names_dev.csv").open(encoding="utf-8") as file:
        return [(texts[r["id"]], json.loads(r["inserted_names"])) for r in csv.DictReader(file)]


def ordinary_words(reports):
    """Words that mostly stand in lower case somewhere in these texts."""
    low, capital = Counter(), Counter()
    for row, _ in reports:
        for word in WORD.findall(" ".join(row[field] for field in FIELDS)):
            (low if word.islower() else capital)[word.casefold()] += 1
    return {word for word, n in low.items() if n >= 5 and n > capital[word] * 0.3}


def measure(texts, ordinary):
    """(share of name mentions wholly covered, share of words that are ordinary and marked)."""
    mentions = covered = words = wrong = 0
    for text, names in texts:
        marked = bytearray(len(text))
        for span in find_personal_data(text):
            if span.kind == "name":
                marked[span.start : span.end] = b"\1" * (span.end - span.start)
        inserted = set()
        for name in names:
            for hit in re.finditer(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text):
                mentions += 1
                covered += all(marked[hit.start() : hit.end()])
                inserted.add(hit.start())
        for hit in WORD.finditer(text):
            words += 1
            wrong += bool(
                marked[hit.start()]
                and hit.start() not in inserted
                and len(hit[0]) > 1
                and hit[0].casefold() in ordinary
            )
    return covered / mentions, wrong / words


def test_names_are_found_in_whole_reports_and_ordinary_words_left_alone(reports):
    texts = [("\n".join(row[field] for field in FIELDS), names) for row, names in reports]
    recall, wrong = measure(texts, ordinary_words(reports))
    assert recall >= 0.995
    assert wrong <= 0.0005


@pytest.mark.parametrize(
    ("field", "floor"), [("investigation", 0.985), ("circumstances", 0.97), ("concerns", 0.94)]
)
def test_names_are_found_in_each_part_read_alone(reports, field, floor):
    recall, _ = measure([(row[field], names) for row, names in reports], set())
    assert recall >= floor
