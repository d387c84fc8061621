"""The public files beside the checkout read as their notes say; skipped where they are absent."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import pytest
from django.utils import timezone

from goldthread.domain.incidents.models import Incident
from goldthread.interchange.importing import report
from goldthread.interchange.importing.committing import Choices, commit
from goldthread.interchange.importing.plan import Plan, plan_import
from tests.interchange.importing.clean import TODAY

DATA = next(
    (
        folder / "shared" / "data"
        for folder in Path(__file__).resolve().parents
        if (folder / "shared" / "data").is_dir()
    ),
    Path("absent"),
)
pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not DATA.is_dir(), reason="the public test data is not beside the checkout"),
]
LEVELS = {
    "None": "none",
    "Low": "low",
    "Moderate": "moderate",
    "Severe": "severe",
    "Death": "fatal",
}
DATIX = ["A_utf8bom_crlf_iso.csv", "B_cp1252_ukdates.csv"]


def planned(name: str) -> Plan:
    return plan_import((DATA / name).read_bytes(), TODAY)


@pytest.mark.parametrize("name", DATIX)
def test_datix_like_exports_count_as_expected(name):
    expected = json.loads((DATA / "datix_like/expected.json").read_text())[name]
    plan = planned(f"datix_like/{name}")
    counted = report.summary(plan.found.drafts)
    assert (len(plan.found.drafts), plan.found.rejects) == (expected["rows"], ())
    assert plan.source.form.encoding == expected["encoding"]
    assert counted["harm"] == {LEVELS[word]: count for word, count in expected["harm"].items()}
    for key in ("category", "team", "by_month"):
        assert counted[key] == expected[key]


def test_both_datix_like_exports_are_the_same_incidents():
    first, second = (planned(f"datix_like/{name}").found.drafts for name in DATIX)
    for a, b in zip(first, second, strict=True):
        assert (a.occurred_on, a.occurred_time, a.reported_on) == (
            b.occurred_on,
            b.occurred_time,
            b.reported_on,
        )
        assert (a.team, a.category, a.subcategory, a.harm) == (
            b.team,
            b.category,
            b.subcategory,
            b.harm,
        )
        assert a.immediate_actions == b.immediate_actions


def test_two_heading_rows_and_dates_of_the_month_are_read():
    plan = planned("asrs_import/ASRS_DBOnline_dev.csv.gz")
    drafts = plan.found.drafts
    assert (len(drafts), plan.source.form.heading_lines) == (556, (1, 2))
    assert {draft.occurred_precision for draft in drafts} == {"month"}
    assert drafts[0].reference == "81135"
    assert plan.mapping.fields["reference"].columns == ("ACN",)
    kept = drafts[0].kept
    assert kept["Aircraft 1: Flight Phase"] == kept["Aircraft 2: Flight Phase"] == "Cruise; Cruise"


def test_actual_and_potential_severity_in_roman_numerals_are_read():
    plan = planned("industrial_safety_import/accidents_dev.csv")
    with (DATA / "industrial_safety_import/accidents_dev.csv").open(encoding="utf-8") as held:
        rows = list(csv.DictReader(held))
    scale = dict(zip(["I", "II", "III", "IV", "V"], LEVELS.values(), strict=True))
    drafts = plan.found.drafts
    assert [draft.harm for draft in drafts] == [scale[row["Accident Level"]] for row in rows]
    assert [draft.potential_harm for draft in drafts] == [
        scale[row["Potential Accident Level"]] for row in rows
    ]
    assert [f"{draft.occurred_on:%d-%m-%Y}" for draft in drafts] == [
        row["Data"][:10] for row in rows
    ]
    assert {draft.occurred_precision for draft in drafts} == {"day"}


def test_patient_feedback_wide_of_fifty_columns_is_read():
    plan = planned("nhs_fft_v6/nhft_dev.csv")
    assert len(plan.found.drafts) + len(plan.found.rejects) == 1372
    assert plan.mapping.fields["narrative"].columns == ("FFT answer",)
    assert plan.mapping.fields["occurred_on"].order == "day-first"


def test_a_register_without_a_description_is_refused_row_by_row():
    plan = planned("pfd_register/register.csv")
    assert len(plan.found.rejects) == 4932
    assert {row.reason[:28] for row in plan.found.rejects} == {"No column says what happened"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("datix_like/A_utf8bom_crlf_iso.csv", 172),
        ("datix_like/B_cp1252_ukdates.csv", 172),
        ("asrs_import/ASRS_DBOnline_dev.csv.gz", 556),
        ("industrial_safety_import/accidents_dev.csv", 256),
    ],
)
def test_every_real_file_becomes_incidents_once(name, rows, provider):
    plan = plan_import((DATA / name).read_bytes(), timezone.localdate())
    first = commit(plan, provider.organisation, Choices(), by="command-line")
    again = commit(plan, provider.organisation, Choices(), by="command-line")
    assert (len(first.drafts), len(again.skips)) == (rows, rows)
    assert Incident.objects.count() == rows


def test_nothing_of_a_real_row_is_lost():
    """Every value of every row stands in its draft, in a field or among the kept values."""
    data = gzip.decompress((DATA / "asrs_import/ASRS_DBOnline_dev.csv.gz").read_bytes())
    drafts = planned("asrs_import/ASRS_DBOnline_dev.csv.gz").found.drafts
    rows = list(csv.reader(io.StringIO(data.decode("latin-1"), newline="")))[2:]
    for row, draft in zip(rows, drafts, strict=True):
        held = {*draft.kept.values(), *(text for text in draft.narrative.split("\n"))}
        for cell in row:
            assert not cell.strip() or cell.strip() in held or cell.strip() in draft.narrative
