"""`goldthread spc` with every kind of chart, denominators and pictures."""

import json

import pytest

from goldthread.cli.main import run

ROWS = [
    (f"2024-{month:02}-01", count, total)
    for month, count, total in zip(
        range(1, 13),
        [12, 9, 14, 7, 8, 12, 9, 11, 4, 12, 10, 13],
        [1200, 1100, 1150, 1000, 1050, 1200, 1150, 1180, 1010, 1220, 1130, 1190],
        strict=True,
    )
]
KEYS = {
    "date",
    "value",
    "mean",
    "lpl",
    "upl",
    "near_lpl",
    "near_upl",
    "special_cause",
    "point_type",
    "rebase_group",
}


def write(tmp_path, rows, header="month,incidents,contacts"):
    path = tmp_path / "series.csv"
    lines = [header, *[",".join(str(cell) for cell in row) for row in rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def chart(capsys, file, *options):
    asked = ["spc", file, "--date", "month", "--value", "incidents", "--json", *options]
    assert run(asked) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def refusal(capsys, file, *options):
    assert run(["spc", file, "--date", "month", "--value", "incidents", *options]) == 1
    return capsys.readouterr().err


@pytest.mark.parametrize("kind", ["xmr", "run", "c", "g", "t"])
def test_charts_without_a_denominator_have_the_one_shape_of_json(tmp_path, capsys, kind):
    made = chart(capsys, write(tmp_path, ROWS), "--chart", kind)
    assert set(made) == {"points", "summary"}
    assert all(set(point) == KEYS for point in made["points"])
    assert made["summary"]["chart"] == kind
    assert made["summary"]["screening"] is (kind in ("xmr", "t"))
    assert (made["points"][0]["upl"] is None) == (kind == "run")


@pytest.mark.parametrize("kind", ["p", "p-prime", "u", "u-prime", "xmr", "run"])
def test_charts_with_a_denominator_draw_the_share_or_rate(tmp_path, capsys, kind):
    made = chart(capsys, write(tmp_path, ROWS), "--chart", kind, "--denominator", "contacts")
    assert made["points"][0]["value"] == pytest.approx(0.01)
    if kind not in ("xmr", "run"):
        assert made["points"][0]["mean"] == pytest.approx(121 / 13_580)


def test_the_run_chart_says_what_its_runs_are(tmp_path, capsys):
    rows = [(f"2024-{month:02}-01", 1 + (month > 6), 1) for month in range(1, 13)]
    made = chart(capsys, write(tmp_path, rows), "--chart", "run")
    assert made["summary"]["runs"]["signal"] is True
    assert made["summary"]["runs"]["crossings"] == 1


def test_auto_chooses_and_says_why(tmp_path, capsys):
    file = write(tmp_path, ROWS)
    made = chart(capsys, file, "--chart", "auto", "--denominator", "contacts")
    assert (made["summary"]["chart"], made["summary"]["enough"]) == ("p", True)
    assert "share" in made["summary"]["why"]
    assert chart(capsys, file, "--chart", "auto")["summary"]["chart"] == "c"


def test_auto_takes_longer_times_between_rare_events_to_be_better_unless_told(tmp_path, capsys):
    days = [
        f"2024-{month:02}-{day:02}" for month, day in [(1, 3), (1, 20), (2, 2), (2, 9), (3, 30)]
    ]
    file = write(tmp_path, [(day, 1, "") for day in [*days, "2024-05-05", "2024-11-30"]])
    summary = chart(capsys, file, "--chart", "auto")["summary"]
    assert (summary["chart"], summary["improvement"]) == ("t", "increase")
    told = chart(capsys, file, "--chart", "auto", "--improvement", "increase")["summary"]
    assert told["improvement"] == "decrease"


def test_a_zero_denominator_is_a_gap_in_the_json(tmp_path, capsys):
    rows = [*ROWS[:3], ("2024-04-01", 7, 0), *ROWS[4:]]
    made = chart(capsys, write(tmp_path, rows), "--chart", "u", "--denominator", "contacts")
    assert made["points"][3]["value"] is None
    assert made["points"][3]["special_cause"] == "none"
    assert "denominator of 0" in made["summary"]["warnings"][0]


def test_a_target_may_be_a_percentage(tmp_path, capsys):
    file = write(tmp_path, ROWS)
    options = ("--chart", "p", "--denominator", "contacts", "--improvement", "decrease")
    assert chart(capsys, file, *options, "--target", "5%")["summary"]["target"] == 0.05
    assert "from 0 to 1" in refusal(capsys, file, *options, "--target", "5")
    assert "--target has 'soon'" in refusal(capsys, file, "--target", "soon")
    assert "--target has 'inf'" in refusal(capsys, file, "--target", "inf")


def test_a_rebase_named_twice_starts_one_group(tmp_path, capsys):
    made = chart(capsys, write(tmp_path, ROWS), "--rebase", "2024-07-01", "--rebase", "01/07/2024")
    assert [point["rebase_group"] for point in made["points"]] == [0] * 6 + [1] * 6


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--chart", "p"), "needs --denominator"),
        (("--chart", "c", "--denominator", "contacts"), "has no denominator"),
        (("--chart", "u", "--denominator", "visits"), "no column 'visits'"),
        (("--rebase", "soon"), "The option --rebase has 'soon'"),
    ],
)
def test_options_that_do_not_fit_are_refused(tmp_path, capsys, options, sentence):
    assert sentence in refusal(capsys, write(tmp_path, ROWS), *options)


@pytest.mark.parametrize(
    ("rows", "options", "sentence"),
    [
        ([("2024-01-01", 4, 3)], ("--chart", "p", "--denominator", "contacts"), "4 of 3"),
        ([("2024-01-01", -4, 3)], ("--chart", "c"), "cannot be below 0"),
        ([("2024-01-01", 1.5, 3)], ("--chart", "c"), "whole counts"),
        ([("2024-01-01", "5%", 3)], ("--chart", "c"), "percent signs"),
        (
            [("2024-01-01", 4, "5%")],
            ("--chart", "u", "--denominator", "contacts"),
            "give the totals",
        ),
        ([("2024-01-01", 4, 0)], ("--chart", "u", "--denominator", "contacts"), "can be used"),
        ([("2024-01-01", 4, "")], ("--denominator", "contacts"), "holds no denominators"),
        ([("", 4, 0)], (), "Row 0 has no date"),
        ([("Total", 4, 0)], (), "Row 0 has 'Total' for a date"),
        ([("2024-01-01", "<5", 0)], (), "hides a small number"),
    ],
)
def test_counts_that_cannot_be_are_refused(tmp_path, capsys, rows, options, sentence):
    assert sentence in refusal(capsys, write(tmp_path, rows), *options)


def test_several_series_in_one_file_are_refused_with_what_tells_them_apart(tmp_path, capsys):
    rows = [("2024-01-01", 4, "North"), ("2024-01-01", 5, "South")]
    said = refusal(capsys, write(tmp_path, rows, "month,incidents,team"))
    assert "stands twice (rows 0 and 1, 2024-01-01)" in said
    assert "They differ in 'team': make one file for each." in said


def test_a_row_of_neither_date_nor_value_is_left_out_and_said(tmp_path, capsys):
    made = chart(capsys, write(tmp_path, [*ROWS, ("", "", "")], "month,incidents,contacts"))
    assert made["summary"]["warnings"] == []
    noted = write(tmp_path, [*ROWS, ("", "", "see notes")], "month,incidents,note")
    assert "left out" in chart(capsys, noted)["summary"]["warnings"][0]


def test_the_chart_is_written_as_svg_and_png(tmp_path, capsys):
    file, svg, png = write(tmp_path, ROWS), tmp_path / "out.svg", tmp_path / "out.png"
    made = chart(
        capsys,
        file,
        "--chart",
        "u",
        "--denominator",
        "contacts",
        "--svg",
        str(svg),
        "--png",
        str(png),
    )
    assert made["summary"]["chart"] == "u"
    assert "per 1,000 contacts" in svg.read_text(encoding="utf-8")
    assert png.read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_is_refused(tmp_path, capsys):
    said = refusal(capsys, write(tmp_path, ROWS), "--svg", str(tmp_path / "no" / "out.svg"))
    assert "cannot be written" in said


def test_words_say_the_kind_the_reason_and_the_files(tmp_path, capsys):
    out = tmp_path / "out.svg"
    file = write(tmp_path, ROWS)
    asked = ["spc", file, "--date", "month", "--value", "incidents", "--chart", "auto"]
    assert run([*asked, "--svg", str(out)]) == 0
    said = capsys.readouterr().out
    assert "c chart. Counts of events" in said
    assert f"Written to {out}." in said
