"""`goldthread spc`."""

import json

import pytest

from goldthread.cli.main import run

VALUES = [12, 15, 11, 14, 13, 16, 12, 15, 11, 14, 13, 12, 40]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "series.csv"
    rows = [f"2025-{month:02}-01,{value}" for month, value in enumerate(VALUES[:12], start=1)]
    path.write_text("\n".join(["month,n", *rows, "2026-01-01,40"]), encoding="utf-8")
    return str(path)


def chart(capsys, file, *options):
    assert run(["spc", file, "--date", "month", "--value", "n", "--json", *options]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_has_points_and_a_summary(file, capsys):
    made = chart(capsys, file, "--improvement", "decrease", "--target", "10")
    last = made["points"][-1]
    assert (last["date"], last["value"], last["rebase_group"]) == ("2026-01-01", 40, 0)
    assert last["special_cause"] == "outside"
    assert last["point_type"] == "special_cause_concern"
    assert made["summary"]["variation"] == "concern_high"
    assert made["summary"]["assurance"] == "inconsistent"
    assert (made["summary"]["trial_limits"], made["summary"]["screening"]) == (False, True)


def test_screening_can_be_off_and_is_said(file, capsys):
    assert chart(capsys, file, "--no-screen")["summary"]["screening"] is False


def test_a_rebase_starts_a_group_and_short_groups_have_trial_limits(file, capsys):
    made = chart(capsys, file, "--rebase", "2025-07-01")
    assert [point["rebase_group"] for point in made["points"]] == [0] * 6 + [1] * 7
    assert made["summary"]["trial_limits"] is True


def test_one_point_has_no_limits_and_no_fault(tmp_path, capsys):
    path = tmp_path / "one.csv"
    path.write_text("month,n\n2025-01-01,5\n", encoding="utf-8")
    made = chart(capsys, str(path))
    assert (made["points"][0]["upl"], made["points"][0]["special_cause"]) == (None, "none")


def test_rows_out_of_order_are_sorted_and_a_blank_is_a_gap_and_both_are_said(tmp_path, capsys):
    path = tmp_path / "mixed.csv"
    path.write_text("month,n\n01/03/2025,5\n01/01/2025,6\n01/02/2025,\n", encoding="utf-8")
    made = chart(capsys, str(path))
    assert [point["date"] for point in made["points"]] == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert made["points"][1]["value"] is None
    said = " ".join(made["summary"]["warnings"])
    assert "1 February 2025 has no value and is a gap." in said
    assert "sorted" in said


def test_words_name_the_special_cause(file, capsys):
    assert run(["spc", file, "--date", "month", "--value", "n"]) == 0
    out = capsys.readouterr().out
    assert "2026-01-01" in out
    assert "outside" in out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("month,n\n", "holds no values"),
        ("month,n\n2025-01-01,x\n", "not a number"),
        ("month,n\n2025-01-01,inf\n", "not a finite number"),
        ("month,n\nsoon,3\n", "for a date"),
        ("month,n\n2025-01-01,3\n2025-01-01,4\n", "stands twice"),
        ("month,m\n2025-01-01,3\n", "no column 'n'"),
    ],
)
def test_bad_series_are_one_clear_sentence(tmp_path, capsys, content, sentence):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    assert run(["spc", str(path), "--date", "month", "--value", "n"]) == 1
    assert sentence in capsys.readouterr().err
