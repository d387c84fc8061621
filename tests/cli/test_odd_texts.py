"""Odd files of texts: each command says in a sentence what is wrong, or reads every row."""

from __future__ import annotations

import csv
import io
import json

import pytest

from goldthread.cli.main import run

KINDS = ("The lift stood still.", "A dose of lithium was missed.")
PLAIN = [(KINDS[at % 2], "building" if at % 2 == 0 else "medication") for at in range(24)]
ODD = {
    "no text": "",
    "blank": "   ",
    "one word": "lithium",
    "another language": "El ascensor se quedó parado entre dos pisos. 电梯停了。",
    "100,000 words": "the dose of lithium was late " * 17_000,
    "a formula": '=HYPERLINK("http://x.example","dose")',
    "markup": "<script>alert('dose')</script><b>lift</b>",
    "control characters": "dose\x07\x1b[31m late\u202e",
    "NUL": "dose\x00late",
    "one letter many times": "a" * 50_000,
    "marks alone": "?!… --- ###",
}


def table(rows, mark=","):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([("what", "kind"), *rows])
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    def make(text, name="rows.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
        return str(tmp_path / name)

    return make


def told(capsys):
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def odd(file):
    return file(table([*PLAIN, *((text, "medication") for text in ODD.values())]))


def commands(path, model):
    return {
        "themes": ["themes", path, "--text", "what"],
        "train": [
            "classify",
            "train",
            path,
            "--text",
            "what",
            "--labels",
            "kind",
            "--model",
            model,
        ],
        "similar": ["similar", path, "--text", "what", "--query", "a lift"],
        "personal-data": ["personal-data", path, "--text", "what"],
    }


def test_every_odd_text_has_its_row_in_every_answer(odd, tmp_path, capsys):
    rows = list(range(len(PLAIN) + len(ODD)))
    asked = commands(odd, str(tmp_path / "model"))
    for name in ("themes", "personal-data"):
        assert run([*asked[name], "--json"]) == 0
        assert [row["row"] for row in told(capsys)["rows"]] == rows
    assert run([*asked["train"], "--json"]) == 0
    assert told(capsys)["rows"] == len(rows)
    predict = ["classify", "predict", odd, "--text", "what", "--model", str(tmp_path / "model")]
    assert run([*predict, "--json"]) == 0
    found = told(capsys)["rows"]
    assert [row["row"] for row in found] == rows
    assert found[len(PLAIN)]["suggested"] == []
    queries = ["similar", odd, "--text", "what", "--queries", odd, "--query-text", "what"]
    assert run([*queries, "--json"]) == 0
    assert len(told(capsys)["queries"]) == len(rows)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "bar"])
def test_cells_may_stand_apart_by_any_usual_mark(file, capsys, mark):
    path = file(table([("The lift, again; stood | still", "a\tb"), *PLAIN], mark))
    assert run(["similar", path, "--text", "what", "--query", "lift again", "--json"]) == 0
    assert told(capsys)["queries"][0]["hits"][0]["row"] == 0


def test_a_mark_inside_a_quoted_heading_does_not_count(file, capsys):
    path = file('"what, where, when";kind\nThe lift stood still.;building\n')
    assert run(["personal-data", path, "--text", "what, where, when", "--json"]) == 0
    assert len(told(capsys)["rows"]) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("what,kind,what\na,b,c\n", "two columns named 'what'"),
        ("what,kind,,\na,b,c,d\n", "2 columns without a name"),
        ("what,kind\na,b,c\n", "has 3 cells"),
        ('what,kind\n"a,b\nc,d\n', "never closed"),
        ("other,kind\na,b\n", "has no column 'what'"),
    ],
)
@pytest.mark.parametrize("name", ["themes", "train", "similar", "personal-data"])
def test_a_file_that_cannot_be_read_is_one_sentence(file, tmp_path, capsys, text, sentence, name):
    assert run(commands(file(text), str(tmp_path / "model"))[name]) == 1
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert shown.out == ""
    assert len(shown.err.strip().splitlines()) == 1


def test_headings_without_a_name_over_nothing_do_no_harm(file, capsys):
    path = file("what,kind,,\nThe lift stood still.,building,,\n")
    assert run(["personal-data", path, "--text", "what", "--json"]) == 0


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "No labelled row has any words in it."),
        ([(text, "") for text, _ in PLAIN], "No labelled row has any words in it."),
        ([(text, "building") for text, _ in PLAIN], "There is nothing to tell apart"),
        ([("", kind) for _, kind in PLAIN], "No labelled row has any words in it."),
        ([("One.", "a"), ("Two.", "b"), ("Three.", "c")], "There is nothing to tell apart"),
    ],
    ids=["no rows", "no labels", "one label", "no words", "each label once"],
)
def test_what_teaches_nothing_is_refused_with_the_reason(file, tmp_path, capsys, rows, sentence):
    train = commands(file(table(rows)), str(tmp_path / "model"))["train"]
    assert run(train) == 1
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_header_alone_has_no_rows_and_says_so(file, tmp_path, capsys):
    asked = commands(file("what,kind\n"), str(tmp_path / "model"))
    assert run([*asked["themes"], "--json"]) == 0
    assert told(capsys) == {"themes": [], "rows": []}
    assert run([*asked["similar"], "--json"]) == 0
    assert told(capsys)["queries"][0]["hits"] == []


def test_a_blank_row_keeps_its_number_in_personal_data(file, capsys):
    path = file("what,kind\nMr Quill fell.,a\n,\nMr Quill rang.,b\n")
    assert run(["personal-data", path, "--text", "what", "--json"]) == 0
    assert [len(row["spans"]) for row in told(capsys)["rows"]] == [1, 0, 1]


def test_no_cell_of_a_redacted_file_is_run_as_a_formula(file, capsys):
    risky = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", " =1", "-2+3", "＝1"]
    rows = "".join(f'"{text}","{text}"\n' for text in risky)
    path = file(f'what,"=kind"\n{rows}-5,+7\n')
    assert run(["personal-data", path, "--text", "what", "--redact"]) == 0
    held = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert held[0] == ["what", "'=kind"]
    assert [row[0][0] + row[1][0] for row in held[1:-1]] == ["''"] * len(risky)
    assert held[-1] == ["-5", "+7"]
