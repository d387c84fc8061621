"""`goldthread themes`."""

import csv
import json

import pytest

from goldthread.cli.main import run
from tests.analytics.texts.invented import loose_narratives


@pytest.fixture
def file(tmp_path):
    texts, kinds = loose_narratives(45)
    path = tmp_path / "texts.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(["what", "kind"])
        writer.writerows([*zip(texts, kinds, strict=True), ["", ""]])
    return str(path)


def test_themes_and_rows_come_as_json(file, capsys):
    assert run(["themes", file, "--text", "what", "--number", "3", "--json"]) == 0
    held = json.loads(capsys.readouterr().out)
    assert [set(theme) for theme in held["themes"]] == [
        {"id", "name", "terms", "size", "exemplars"}
    ] * 3
    assert [row["row"] for row in held["rows"]] == list(range(46))
    assert held["rows"][45]["theme"] is None
    assert sum(theme["size"] for theme in held["themes"]) == 45
    assert {row["theme"] for row in held["rows"][:45]} == {theme["id"] for theme in held["themes"]}


def test_themes_are_set_beside_categories_of_ones_own(file, capsys):
    assert run(["themes", file, "--text", "what", "--number", "3", "--labels", "kind",
                "--json"]) == 0  # fmt: skip
    held = json.loads(capsys.readouterr().out)
    assert held["agreement"] > 0.8
    assert held["themes"][0]["labels"][0]["rows"] > 10


def test_in_words_it_says_how_many_rows_fit_no_theme(file, capsys):
    assert run(["themes", file, "--text", "what"]) == 0
    assert "1 of 46 rows fit no theme." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--text", "nope"], 1, "has no column 'nope'"),
        (["--text", "what", "--labels", "nope"], 1, "has no column 'nope'"),
        (["--text", "what", "--number", "0"], 2, "--number"),
        ([], 2, "--text"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(file, capsys, options, code, told):
    assert run(["themes", file, *options]) == code
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
