"""`goldthread spc --json` against answers published with NHSRplotthedots."""

import csv
import json
import os
from pathlib import Path

import pytest

from goldthread.cli.main import run

EXAMPLES = Path(os.environ.get("GOLDTHREAD_TEST_DATA", "../shared/data")) / "spc_examples"
NUMBERS = ("mean", "lpl", "upl", "near_lpl", "near_upl")


def rows(name):
    with (EXAMPLES / name).open() as file:
        return list(csv.DictReader(file))


def arguments(case):
    asked = ["--improvement", case["improvement_direction"]]
    asked += [] if case["target"] is None else ["--target", str(case["target"])]
    asked += [part for date in case["rebase_dates"] for part in ("--rebase", date)]
    fixed = case["fix_after_n_points"]
    asked += [] if fixed is None else ["--fix-after", str(fixed)]
    return [*asked, "--screen" if case["screen_outliers"] else "--no-screen", "--json"]


def cause(kind):
    words = {"Above UCL": "outside", "Below LCL": "outside", "Common Cause": "none"}
    return words.get(kind) or (
        "trend" if "Trend" in kind else "two_in_three" if kind.startswith("2") else "shift"
    )


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the examples are absent")
@pytest.mark.shared_data
def test_the_command_gives_the_published_answers(tmp_path, capsys):
    series, expected = rows("series_input.csv"), rows("points.csv")
    for case in json.loads((EXAMPLES / "cases.json").read_text()):
        file = tmp_path / "series.csv"
        held = [
            f"{row['date']},{row['value']}" for row in series if row["series"] == case["series"]
        ]
        file.write_text("\n".join(["date,value", *held]), encoding="utf-8")
        asked = ["spc", str(file), "--date", "date", "--value", "value", *arguments(case)]
        assert run(asked) == 0, case["id"]
        made = json.loads(capsys.readouterr().out)
        wanted = [row for row in expected if row["id"] == case["id"]]
        for point, row in zip(made["points"], wanted, strict=True):
            _same(point, row)
        summary, answer = made["summary"], case["expected"]
        assert summary["variation"] == answer["variation_icon"], case["id"]
        assert summary["assurance"] == answer["assurance_icon"], case["id"]
        short = any(group["n"] < 13 for group in answer["groups"])
        assert summary["trial_limits"] is short, case["id"]


def _same(point, row):
    assert (point["date"], point["rebase_group"]) == (row["date"], int(row["rebase_group"]))
    for name in NUMBERS:
        wanted = float(row[name]) if row[name] else None
        assert point[name] == (None if wanted is None else pytest.approx(wanted, abs=1e-6)), row
    assert point["special_cause"] == cause(row["special_cause_type"]), row
    assert point["point_type"] == row["point_type"], row
