"""`goldthread classify`."""

import csv
import json

import pytest

from goldthread.cli.main import run
from tests.analytics.texts.invented import narratives


def write(path, columns, rows):
    with path.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([columns, *rows])
    return str(path)


@pytest.fixture
def coded(tmp_path):
    texts, kinds = narratives(36)
    rows = [[at, text, kind] for at, (text, kind) in enumerate(zip(texts, kinds, strict=True))]
    return write(tmp_path / "coded.csv", ["id", "what", "kind"], [*rows, [36, "Not labelled.", ""]])


@pytest.fixture
def model(coded, tmp_path, capsys):
    assert run(["classify", "train", coded, "--text", "what", "--labels", "kind",
                "--model", str(tmp_path / "m")]) == 0  # fmt: skip
    told = capsys.readouterr().out
    assert "Learnt 3 labels from 36 rows." in told
    assert "1 rows without a label were left out." in told
    return str(tmp_path / "m")


def test_suggestions_come_by_row_with_their_probability(model, tmp_path, capsys):
    file = write(
        tmp_path / "new.csv",
        ["what", "more"],
        [["The nurse missed a dose", "of lithium."], ["", ""], ["The lift", "was broken."]],
    )
    assert run(["classify", "predict", file, "--text", "what", "--text", "more",
                "--model", model, "--json"]) == 0  # fmt: skip
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["row"] for row in rows] == [0, 1, 2]
    assert [row["suggested"] for row in rows] == [["medication"], [], ["building"]]
    assert {label["code"] for label in rows[0]["labels"]} == {"medication", "handover", "building"}
    assert sum(label["probability"] for label in rows[0]["labels"]) == pytest.approx(1)


def test_label_columns_may_hold_commas_in_their_names(tmp_path, capsys):
    texts, kinds = narratives(24)
    rows = [
        [text, int(kind == "medication"), int(kind == "handover")]
        for text, kind in zip(texts, kinds, strict=True)
    ]
    file = write(tmp_path / "f.csv", ["what", "Doses, late & missed", "Handover"], rows)
    out = str(tmp_path / "m")
    assert run(["classify", "train", file, "--text", "what", "--label-columns",
                "Doses, late & missed,Handover", "--model", out, "--json"]) == 0  # fmt: skip
    assert json.loads(capsys.readouterr().out)["labels"] == ["Doses, late & missed", "Handover"]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--text", "nope", "--labels", "kind"], 1, "has no column 'nope'"),
        (["--text", "what", "--labels", "nope"], 1, "has no column 'nope'"),
        (["--text", "what", "--label-columns", "kind,nope"], 1, "has no column 'nope'"),
        (["--text", "what", "--label-columns", "kind"], 1, "where 0 or 1 belongs"),
        (["--text", "what"], 2, "one of the two"),
        (["--labels", "kind"], 2, "--text"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(coded, tmp_path, capsys, options, code, told):
    assert run(["classify", "train", coded, *options, "--model", str(tmp_path / "m")]) == code
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_a_model_that_cannot_be_written_is_said_so(coded, tmp_path, capsys):
    out = str(tmp_path / "no" / "such" / "m")
    assert run(["classify", "train", coded, "--text", "what", "--labels", "kind",
                "--model", out]) == 1  # fmt: skip
    assert "cannot be written" in capsys.readouterr().err


def test_a_file_that_is_no_model_is_refused(coded, capsys):
    assert run(["classify", "predict", coded, "--text", "what", "--model", coded]) == 1
    assert "is not a model" in capsys.readouterr().err
