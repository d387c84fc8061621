"""`goldthread similar`."""

import json

import pytest

from goldthread.cli.main import run

STORED = 'what,more\n"The lift stood still.","For an hour."\n,\n"A dose of lithium was missed.",\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "stored.csv"
    path.write_text(STORED, encoding="utf-8")
    return str(path)


def found(capsys):
    return json.loads(capsys.readouterr().out)["queries"]


def test_hits_are_rows_counted_from_0_with_blank_rows_counted(file, capsys):
    assert run(["similar", file, "--text", "what", "--query", "a missed dose", "--json"]) == 0
    (query,) = found(capsys)
    assert query["query"] == "a missed dose"
    assert query["hits"][0]["row"] == 2
    assert 0 < query["hits"][0]["score"] <= 1


def test_many_queries_come_from_a_file_in_its_order(file, tmp_path, capsys):
    asked = tmp_path / "asked.csv"
    asked.write_text('ask\nlithium\n""\nhour\n', encoding="utf-8")
    assert run(["similar", file, "--text", "what", "--text", "more", "--queries", str(asked),
                "--query-text", "ask", "--top", "1", "--json"]) == 0  # fmt: skip
    queries = found(capsys)
    assert [[hit["row"] for hit in query["hits"]] for query in queries] == [[2], [], [0]]
    assert queries[1]["reason"] == "There are no words to look for."


def test_in_words_it_shows_the_row_and_its_text(file, capsys):
    assert run(["similar", file, "--text", "what", "--query", "lift", "--top", "1"]) == 0
    assert capsys.readouterr().out.endswith("The lift stood still.\n")


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--text", "nope", "--query", "x"], 1, "has no column 'nope'"),
        (["--text", "what"], 2, "one of the two"),
        (["--text", "what", "--query", "x", "--queries", "y"], 2, "one of the two"),
        (["--text", "what", "--queries", "y"], 2, "belong together"),
        (["--text", "what", "--queries", "y", "--query-text", "z"], 1, "There is no file 'y'"),
        (["--text", "what", "--query", "x", "--top", "0"], 2, "--top"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(file, capsys, options, code, told):
    assert run(["similar", file, *options]) == code
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1


def test_each_of_many_queries_may_be_answered_alone(file, tmp_path, capsys):
    asked = tmp_path / "asked.csv"
    asked.write_text("ask\n" + "a dose was missed\nthe lift\n" * 30, encoding="utf-8")
    told = ["similar", file, "--text", "what", "--queries", str(asked), "--query-text", "ask"]
    assert run([*told, "--each-alone", "--json"]) == 0
    alone = found(capsys)
    assert run([*told, "--json"]) == 0
    together = found(capsys)
    assert len(alone) == len(together) == 60
    assert run(["similar", file, "--text", "what", "--query", "the lift", "--json"]) == 0
    (only,) = found(capsys)
    scores = [hit["score"] for hit in only["hits"]]
    assert [hit["score"] for hit in alone[1]["hits"]] == pytest.approx(scores, abs=1e-5)
    assert [one["hits"][0]["row"] for one in together[:2]] == [2, 0]
