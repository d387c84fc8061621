"""`goldthread personal-data` and `goldthread wording`."""

import io
import json
import sys

import pytest

from goldthread.cli.main import run

ROWS = 'id,what,then\n1,"Mr Quill, aged 40, fell","Quill rang 07700 900123"\n2,Nothing,Nothing\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "texts.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def test_personal_data_gives_spans_by_row(file, capsys):
    assert run(["personal-data", file, "--text", "what", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "rows": [
            {"row": 0, "spans": [{"start": 3, "end": 8, "kind": "name", "text": "Quill"}]},
            {"row": 1, "spans": []},
        ]
    }


def test_two_columns_are_read_as_one_text(file, capsys):
    assert run(["personal-data", file, "--text", "what", "--text", "then", "--json"]) == 0
    spans = json.loads(capsys.readouterr().out)["rows"][0]["spans"]
    assert [span["text"] for span in spans] == ["Quill", "Quill", "07700 900123"]


def test_redacting_a_csv_keeps_its_shape(file, capsys):
    assert run(["personal-data", file, "--text", "what", "--text", "then", "--redact"]) == 0
    assert capsys.readouterr().out == (
        'id,what,then\r\n1,"Mr [name], aged 40, fell",[name] rang [phone number]\r\n'
        "2,Nothing,Nothing\r\n"
    )


def test_text_comes_from_standard_input_too(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Mrs Oké rang.".encode())))
    assert run(["personal-data", "-", "--redact"]) == 0
    assert capsys.readouterr().out == "Mrs [name] rang."


def test_a_name_handed_in_is_found(tmp_path, capsys):
    path = tmp_path / "note.txt"
    path.write_text("spoke to zed quill", encoding="utf-8")
    assert run(["personal-data", str(path), "--name", "Zed Quill"]) == 0
    assert "characters 9 to 18, name: zed quill" in capsys.readouterr().out


@pytest.mark.capability(10)
def test_wording_gives_findings_by_row(tmp_path, capsys):
    path = tmp_path / "f.csv"
    path.write_text("t\nThe nurse failed to ring.\nRemind staff.\nRang.\n", encoding="utf-8")
    assert run(["wording", str(path), "--text", "t", "--kind", "blame", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [[item["code"] for item in row["findings"]] for row in rows] == [["BLAME-01"], [], []]
    assert rows[0]["findings"][0]["ask"].endswith("?")


def test_a_customer_s_rules_are_taken_with_ours(tmp_path, capsys):
    rules = tmp_path / "ours.yaml"
    rules.write_text(
        "rules:\n  - code: OURS-1\n    kind: weak_action\n    phrases: ['touch base']\n"
        "    why: It is vague.\n    ask: What will be agreed?\n",
        encoding="utf-8",
    )
    path = tmp_path / "f.txt"
    path.write_text("Touch base with the team.", encoding="utf-8")
    assert run(["wording", str(path), "--rules", str(rules)]) == 0
    assert "OURS-1" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["personal-data", "wording"])
def test_a_csv_without_its_column_is_bad_usage(name, file, capsys):
    assert run([name, file]) == 2
    assert "--text COLUMN" in capsys.readouterr().err


def test_an_unreadable_rule_file_is_one_sentence(tmp_path, file, capsys):
    rules = tmp_path / "bad.yaml"
    rules.write_text("rules: [{code: X, kind: blame, phrases: ['(a'], why: w, ask: a}]")
    assert run(["wording", file, "--text", "what", "--rules", str(rules)]) == 1
    assert "rule X" in capsys.readouterr().err
